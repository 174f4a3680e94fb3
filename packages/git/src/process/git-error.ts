import { explainGitError, type GitFailureReason } from './explain-git-error.ts';
import { redact, stripControls } from './redact.ts';

/** What went wrong with the process; `reason` on the error says why, when git's words tell. */
export type GitErrorCode =
  | 'git-failed'
  | 'timed-out'
  | 'cancelled'
  | 'output-too-large'
  | 'too-many-files'
  | 'not-a-repository'
  | 'unsafe-repository'
  | 'lock-held'
  | 'git-missing';

/** A git process that did not end as its caller expected. Everything on it is redacted and safe to show. */
export class GitError extends Error {
  readonly code: GitErrorCode;
  readonly reason: GitFailureReason;
  /** null when git did not exit by itself (killed, never started) */
  readonly exitCode: number | null;
  readonly stderr: string;
  readonly args: string[];

  constructor(code: GitErrorCode, details: { args: string[]; stderr?: string; exitCode?: number | null }) {
    const stderr = redact(stripControls(details.stderr ?? '')).trim();
    const args = details.args.map((arg) => redact(arg.toWellFormed()));
    super(`git ${args[0] ?? ''}: ${code}${stderr ? `: ${stderr.slice(0, 2000)}` : ''}`);
    this.name = 'GitError';
    this.code = code;
    this.reason = explainGitError(stderr);
    this.exitCode = details.exitCode ?? null;
    this.stderr = stderr;
    this.args = args;
  }
}

/** The code for a process that ended with an exit code nobody expected. */
export function codeForFailure(stderr: string): GitErrorCode {
  if (/detected dubious ownership|cannot use bare repository/.test(stderr)) return 'unsafe-repository';
  const reason = explainGitError(stderr);
  return reason === 'not-a-repository' || reason === 'lock-held' ? reason : 'git-failed';
}
