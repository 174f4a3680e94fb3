import type { AuditEntry, UserId, WorkspaceId } from '@notelab/contract';
import { and, desc, eq, ilike, inArray, lt, or } from 'drizzle-orm';
import type { Database } from '../../database/database.ts';
import { auditEntries } from './tables.ts';

/** Every kind of entry. The names say what happened, in the past tense. */
export type AuditAction =
  | 'signed-up'
  | 'workspace-created'
  | 'workspace-renamed'
  | 'member-joined'
  | 'member-role-changed'
  | 'member-removed'
  | 'invitation-created'
  | 'invitation-withdrawn'
  | 'instance-added'
  | 'instance-changed'
  | 'instance-removed'
  | 'account-linked'
  | 'account-unlinked'
  | 'account-needs-reconnect'
  | 'repository-connected'
  | 'repository-removed'
  | 'webhook-created'
  | 'webhook-removed'
  | 'webhook-left'
  | 'integration-created'
  | 'integration-changed'
  | 'integration-deleted'
  | 'project-created'
  | 'project-renamed'
  | 'project-deleted'
  | 'notebook-created'
  | 'notebook-renamed'
  | 'notebook-deleted'
  | 'notebook-restored'
  | 'notebook-imported'
  | 'notebook-exported'
  | 'notebook-merged'
  | 'notebook-merge-undone'
  | 'terminal-opened'
  | 'terminal-closed'
  | 'terminal-shared'
  | 'terminal-unshared'
  | 'terminal-handed-over'
  | 'terminal-taken-back'
  | 'python-changed'
  | 'packages-installed'
  | 'export-set-up'
  | 'export-forgotten'
  | 'export-merged'
  | 'export-stopped'
  | 'push-refused'
  | 'recovery-point-deleted'
  | GitAuditAction;

const gitActions = [
  'cloned',
  'fetched',
  'pulled',
  'switched',
  'committed',
  'pushed',
  'lfs-downloaded',
  'lfs-uploaded',
  're-cloned',
  'disconnected',
  'discarded',
  'restored',
  'commit-undone',
  'branch-created',
  'branch-published',
  'branch-renamed',
  'branch-deleted',
  'changes-given-back',
  'merge-request-created',
  'exported',
  'merged',
  'aborted',
] as const;
type GitAuditAction = (typeof gitActions)[number];

export interface AuditRecord {
  /** Null for what belongs to the installation or to a user alone. */
  workspaceId: WorkspaceId | null;
  actor: { id: UserId; name: string } | null;
  action: AuditAction;
  subject: string;
  details?: Record<string, string>;
}

export interface Audit {
  record(entry: AuditRecord): Promise<void>;
  list(
    workspaceId: WorkspaceId,
    page: { before?: number; search?: string },
  ): Promise<{ entries: AuditEntry[]; more: boolean }>;
  /** Git actions of one user, newest first. */
  listGitUse(userId: UserId): Promise<AuditEntry[]>;
}

const pageSize = 100;

export function createAudit(database: Database): Audit {
  const { sql } = database;
  return {
    async record({ workspaceId, actor, action, subject, details = {} }) {
      await sql
        .insert(auditEntries)
        .values({ workspaceId, actorId: actor?.id, actorName: actor?.name, action, subject, details });
    },

    async list(workspaceId, { before, search }) {
      const like = `%${(search ?? '').replace(/[\\%_]/g, '\\$&')}%`;
      const rows = await sql
        .select()
        .from(auditEntries)
        .where(
          and(
            eq(auditEntries.workspaceId, workspaceId),
            before ? lt(auditEntries.id, before) : undefined,
            search
              ? or(
                  ilike(auditEntries.actorName, like),
                  ilike(auditEntries.action, like),
                  ilike(auditEntries.subject, like),
                )
              : undefined,
          ),
        )
        .orderBy(desc(auditEntries.id))
        .limit(pageSize + 1);
      return { entries: rows.slice(0, pageSize).map(toEntry), more: rows.length > pageSize };
    },

    async listGitUse(userId) {
      const rows = await sql
        .select()
        .from(auditEntries)
        .where(and(eq(auditEntries.actorId, userId), inArray(auditEntries.action, [...gitActions])))
        .orderBy(desc(auditEntries.id))
        .limit(50);
      return rows.map(toEntry);
    },
  };
}

function toEntry(row: typeof auditEntries.$inferSelect): AuditEntry {
  return {
    id: row.id,
    at: row.at.toISOString(),
    actor: row.actorName,
    action: row.action,
    subject: row.subject,
    details: row.details,
  };
}
