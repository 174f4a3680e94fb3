import type { UserId } from '@notelab/contract';
import type { Audit, AuditRecord } from '../audit/audit.ts';
import type { GitRecord, LfsRecord, RecordedRef } from '../gateway/git-record.ts';
import type { Projects } from '../projects/projects.ts';
import type { Users } from '../users/users.ts';

/** So many refs of a fetch are named. */
const maxNamedRefs = 10;

/**
 * Writes into the audit log what git did in terminals, as the gateway saw it go by. Operations of the interface write
 * their own entries.
 */
export function createGitUseRecorder({
  audit,
  users,
  projects,
}: {
  audit: Audit;
  users: Users;
  projects: Projects;
}): (record: GitRecord | LfsRecord) => Promise<void> {
  return async (record) => {
    const { pass } = record;
    if (!pass.terminalId) return;
    const [actor] = await users.list([pass.userId as UserId]);
    const { workspaceId, name } = await projects.get(pass.projectId);
    for (const entry of toEntries(record))
      await audit.record({
        workspaceId,
        actor: actor ?? null,
        ...entry,
        details: { ...entry.details, project: name },
      });
  };
}

function toEntries(record: GitRecord | LfsRecord): Pick<AuditRecord, 'action' | 'subject' | 'details'>[] {
  const subject = record.repository.path;
  if ('objects' in record) {
    const action = record.kind === 'lfs-upload' ? 'lfs-uploaded' : 'lfs-downloaded';
    return [{ action, subject, details: { files: `${record.objects}`, size: sayBytes(record.bytes) } }];
  }
  const { kind, refs, more } = record;
  if (kind === 'fetch') return [{ action: 'fetched', subject, details: describeFetch(refs, more) }];
  return refs.map((each) => ({
    action: each.result.kind === 'rejected' ? 'push-refused' : 'pushed',
    subject,
    details: {
      ...toDetails(each),
      ...(each.result.kind === 'rejected' && { reason: each.result.reason }),
      ...(each.result.kind === 'unknown' && { result: 'unknown' }),
    },
  }));
}

function describeFetch(refs: RecordedRef[], more: number): Record<string, string> {
  const [only, ...others] = refs;
  if (!only) return {};
  if (others.length === 0 && more === 0) return toDetails(only);
  const named = refs.slice(0, maxNamedRefs).map((each) => {
    const details = toDetails(each);
    return `${details.ref ?? 'a commit'} ${details.old} → ${details.new}`;
  });
  const left = refs.length - named.length + more;
  return { refs: [...named, ...(left > 0 ? [`and ${left} more`] : [])].join(', ') };
}

/**
 * As the log says it everywhere: short commits, `new` for what was not there, `gone` for what is no more, `…` for what
 * nobody knows.
 */
function toDetails({ ref, oldOid, newOid }: RecordedRef): Record<string, string> {
  return {
    ...(ref !== null && { ref: ref.replace(/^refs\/(heads|tags)\//, '') }),
    old: oldOid === null ? 'new' : oldOid === 'unknown' ? '…' : oldOid.slice(0, 8),
    new: newOid === null ? 'gone' : newOid.slice(0, 8),
  };
}

function sayBytes(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB'];
  const step = Math.min(units.length - 1, Math.floor(Math.log10(Math.max(1, bytes)) / 3));
  return `${Number((bytes / 1000 ** step).toFixed(1))} ${units[step]}`;
}
