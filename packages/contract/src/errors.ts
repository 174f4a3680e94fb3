import { z } from 'zod';
import { BranchMove } from './branch-move.ts';

/** What a person can do next about an error. The interface turns each into a button or a sentence. */
export const nextSteps = [
  'sign-in',
  'ask-admin',
  'connect-account',
  'reconnect-account',
  'try-again',
  'pull-first',
  'pick-new-branch',
  'pick-branch',
  're-clone',
  'commit-first',
  'undo-commit',
  'choose-for-changes',
  'resolve-conflicts',
  'connect-repository',
  'reload',
  'choose-other-name',
] as const;
export type NextStep = (typeof nextSteps)[number];

interface ErrorRow {
  /** HTTP status of a reply that carries the code. */
  status: number;
  /** Whether the very same request may succeed later. */
  retry: boolean;
  next: NextStep | null;
}

/** The one table of everything that can go wrong. The web's text per code is a complete record of its keys. */
export const errorTable = {
  'invalid-input': { status: 400, retry: false, next: null },
  'not-signed-in': { status: 401, retry: false, next: 'sign-in' },
  'wrong-credentials': { status: 401, retry: false, next: null },
  forbidden: { status: 403, retry: false, next: 'ask-admin' },
  'foreign-origin': { status: 403, retry: false, next: 'reload' },
  'not-found': { status: 404, retry: false, next: null },
  'too-many-requests': { status: 429, retry: true, next: 'try-again' },
  'too-large': { status: 413, retry: false, next: null },
  internal: { status: 500, retry: true, next: 'try-again' },

  'set-up-done': { status: 409, retry: false, next: 'sign-in' },
  'email-taken': { status: 409, retry: false, next: 'sign-in' },
  'invitation-invalid': { status: 404, retry: false, next: 'ask-admin' },
  'last-admin': { status: 409, retry: false, next: null },
  'name-taken': { status: 409, retry: false, next: 'choose-other-name' },

  'address-invalid': { status: 422, retry: false, next: null },
  'address-refused': { status: 422, retry: false, next: null },
  'instance-in-use': { status: 409, retry: false, next: null },
  'oauth-state-invalid': { status: 400, retry: false, next: 'connect-account' },
  'oauth-denied': { status: 403, retry: false, next: 'connect-account' },
  'oauth-failed': { status: 502, retry: false, next: 'connect-account' },
  'account-missing': { status: 403, retry: false, next: 'connect-account' },
  'account-needs-reconnect': { status: 403, retry: false, next: 'reconnect-account' },
  'account-blocked': { status: 403, retry: false, next: null },

  'gitlab-forbidden': { status: 403, retry: false, next: null },
  'gitlab-not-found': { status: 404, retry: false, next: null },
  'gitlab-unavailable': { status: 503, retry: true, next: 'try-again' },
  'gitlab-rate-limited': { status: 429, retry: true, next: 'try-again' },
  'gitlab-refused': { status: 502, retry: false, next: null },

  'delivery-refused': { status: 401, retry: false, next: null },
  'delivery-repeated': { status: 409, retry: false, next: null },

  'repository-not-connected': { status: 409, retry: false, next: 'connect-repository' },
  'repository-archived': { status: 409, retry: false, next: null },
  'folder-name-invalid': { status: 422, retry: false, next: 'choose-other-name' },
  'folder-exists': { status: 409, retry: false, next: 'choose-other-name' },

  'path-invalid': { status: 422, retry: false, next: null },
  'file-exists': { status: 409, retry: false, next: 'choose-other-name' },
  'file-not-found': { status: 404, retry: false, next: 'reload' },
  'file-changed': { status: 409, retry: false, next: 'reload' },
  'file-too-large': { status: 413, retry: false, next: null },
  'notebook-file-invalid': { status: 422, retry: false, next: null },
  'disk-full': { status: 507, retry: true, next: 'ask-admin' },

  'too-many-terminals': { status: 409, retry: false, next: null },
  'terminal-ended': { status: 409, retry: false, next: null },

  'python-missing': { status: 409, retry: false, next: 'ask-admin' },
  'kernel-failed': { status: 502, retry: true, next: 'try-again' },
  'kernel-died': { status: 409, retry: false, next: null },
  'kernel-not-running': { status: 409, retry: false, next: null },
  'jupyter-unavailable': { status: 502, retry: true, next: 'try-again' },
  'install-under-way': { status: 409, retry: true, next: 'try-again' },

  'too-many-files': { status: 422, retry: false, next: null },
  'checkout-not-ready': { status: 409, retry: true, next: 'try-again' },
  'checkout-broken': { status: 409, retry: false, next: 're-clone' },
  'branch-name-invalid': { status: 422, retry: false, next: 'choose-other-name' },
  'branch-exists': { status: 409, retry: false, next: 'choose-other-name' },
  'branch-gone': { status: 409, retry: false, next: 'pick-branch' },
  'integration-branch-gone': { status: 409, retry: false, next: 'ask-admin' },
  'no-branch': { status: 409, retry: false, next: 'pick-branch' },
  'changes-need-choice': { status: 409, retry: false, next: 'choose-for-changes' },
  'changes-do-not-apply': { status: 409, retry: false, next: 'choose-for-changes' },
  'left-changes-conflict': { status: 409, retry: false, next: null },
  'unkept-files-in-the-way': { status: 409, retry: false, next: null },
  'branch-in-use': { status: 409, retry: false, next: null },
  'branch-moved': { status: 409, retry: false, next: null },
  'branch-undeletable': { status: 403, retry: false, next: null },
  'unrelated-histories': { status: 409, retry: false, next: null },
  'conflict-changed': { status: 409, retry: false, next: 'resolve-conflicts' },
  'nothing-under-way': { status: 409, retry: false, next: null },
  'changes-not-given-back': { status: 409, retry: false, next: 'resolve-conflicts' },
  'local-changes-in-the-way': { status: 409, retry: false, next: 'commit-first' },
  'merge-in-progress': { status: 409, retry: false, next: 'resolve-conflicts' },
  'nothing-selected': { status: 422, retry: false, next: null },
  'nothing-to-commit': { status: 409, retry: false, next: null },
  'hunks-changed': { status: 409, retry: false, next: 'reload' },
  'already-pushed': { status: 409, retry: false, next: null },
  'message-empty': { status: 422, retry: false, next: null },
  'push-moved': { status: 409, retry: false, next: 'pull-first' },
  'push-protected': { status: 403, retry: false, next: 'pick-new-branch' },
  'push-too-large': { status: 403, retry: false, next: 'undo-commit' },
  'push-secret': { status: 403, retry: false, next: 'undo-commit' },
  'push-refused': { status: 403, retry: false, next: null },
  'lfs-not-installed': { status: 409, retry: false, next: 'ask-admin' },
  'work-would-be-lost': { status: 409, retry: false, next: null },
  'export-not-set-up': { status: 409, retry: false, next: null },
  'export-path-blocked': { status: 409, retry: false, next: null },
  'export-file-unusable': { status: 409, retry: false, next: null },
  'merge-request-exists': { status: 409, retry: false, next: null },
  'git-busy': { status: 409, retry: true, next: 'try-again' },
  'git-failed': { status: 500, retry: true, next: 'try-again' },
  'timed-out': { status: 504, retry: true, next: 'try-again' },
  cancelled: { status: 409, retry: true, next: null },
  interrupted: { status: 409, retry: true, next: 'try-again' },
} as const satisfies Record<string, ErrorRow>;

export type ErrorCode = keyof typeof errorTable;
export const errorCodes = Object.keys(errorTable) as [ErrorCode, ...ErrorCode[]];

/**
 * What went wrong, as it travels: the body of an error reply (`application/problem+json`, RFC 9457) and the
 * problem of a failed operation.
 */
export const Problem = z.object({
  code: z.enum(errorCodes),
  /** One readable sentence about this very case; the general text per code is the interface's. */
  detail: z.string(),
  /** What git or GitLab said, redacted, when there is such a text. */
  raw: z.string().optional(),
  /** Files in the way, and other lists a person must see. At most 200. */
  files: z.array(z.string()).optional(),
  /** Fields of the request that were wrong: name → sentence. */
  fields: z.record(z.string(), z.string()).optional(),
  /** The change of branch that asks what is to become of local changes. */
  move: BranchMove.optional(),
  /** The GitLab instance that must be connected, for `account-missing` and `account-needs-reconnect`. */
  instanceId: z.string().optional(),
});
export type Problem = z.infer<typeof Problem>;

export const ProblemReply = Problem.extend({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  retry: z.boolean(),
  next: z.enum(nextSteps).nullable(),
  requestId: z.string(),
});
export type ProblemReply = z.infer<typeof ProblemReply>;
