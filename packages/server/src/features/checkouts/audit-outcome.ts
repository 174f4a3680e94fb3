import type { OperationKind, Outcome } from '@notelab/contract';
import type { AuditAction } from '../audit/audit.ts';

/** What the audit log says of what an operation did; null for what it does not speak of. */
export function auditOutcome(
  kind: OperationKind,
  outcome: Outcome,
): { action: AuditAction; details: Record<string, string> } | null {
  const action = auditActionsByKind[kind] ?? auditActions[outcome.kind];
  return action ? { action, details: describe(outcome) } : null;
}

const auditActions: Partial<Record<Outcome['kind'], AuditAction>> = {
  cloned: 'cloned',
  fetched: 'fetched',
  updated: 'pulled',
  switched: 'switched',
  pushed: 'pushed',
  're-cloned': 're-cloned',
  disconnected: 'disconnected',
  discarded: 'discarded',
  restored: 'restored',
  undone: 'commit-undone',
  'branch-renamed': 'branch-renamed',
  'branch-deleted': 'branch-deleted',
  'given-back': 'changes-given-back',
  'merge-request-created': 'merge-request-created',
  merged: 'pulled',
  finished: 'merged',
  aborted: 'aborted',
};
/** Where what was asked for says more than what came of it. */
const auditActionsByKind: Partial<Record<OperationKind, AuditAction>> = {
  'create-branch': 'branch-created',
  'publish-branch': 'branch-published',
};

function describe(outcome: Outcome): Record<string, string> {
  switch (outcome.kind) {
    case 'pushed':
      return { ref: outcome.branch, old: outcome.old?.slice(0, 8) ?? 'new', new: outcome.new.slice(0, 8) };
    case 'updated':
    case 'merged':
      return { old: outcome.from.slice(0, 8), new: outcome.to.slice(0, 8) };
    case 'switched':
      return { ref: outcome.branch };
    case 'branch-renamed':
      return { old: outcome.from, ref: outcome.to };
    case 'branch-deleted':
      return { ref: outcome.branch, old: outcome.commit.slice(0, 8), from: outcome.from };
    case 'given-back':
      return { ...(outcome.branch && { ref: outcome.branch }), files: String(outcome.fileCount) };
    case 'merge-request-created':
      return { number: `!${outcome.iid}`, title: outcome.title };
    case 'discarded':
      return { files: String(outcome.fileCount) };
    case 'restored':
    case 'cloned':
      return outcome.branch ? { ref: outcome.branch } : {};
    default:
      return {};
  }
}
