import type { ErrorCode } from '@notelab/contract';
import { GitError, type GitFailureReason, InvalidPathError } from '@notelab/git';
import { ProblemError } from '../../problem.ts';

/** What GitLab or the gateway says of an account is told before this: it is another server that git came to. */
const sentAstray: [ErrorCode, string] = [
  'checkout-broken',
  'The configuration of this repository sends git to an address that is not GitLab’s. It got no credentials for it.',
];

/** Git's reasons in the words of the error table. */
const byReason: Partial<Record<GitFailureReason, [ErrorCode, string]>> = {
  'authentication-failed': sentAstray,
  'protocol-not-allowed': sentAstray,
  forbidden: ['gitlab-forbidden', 'Your GitLab account may not do this in this repository.'],
  'repository-not-found': [
    'gitlab-not-found',
    'GitLab does not know this repository, or your GitLab account may not see it.',
  ],
  'repository-archived': [
    'repository-archived',
    'The repository is archived on GitLab: it can be read, not changed.',
  ],
  'repository-read-only': ['gitlab-unavailable', 'GitLab is read-only at the moment.'],
  'gateway-refused': ['gitlab-unavailable', 'Notelab’s own way to GitLab did not answer.'],
  redirected: ['gitlab-refused', 'GitLab sent git to another address, which Notelab does not follow.'],
  network: ['gitlab-unavailable', 'GitLab could not be reached, or broke off.'],
  'too-slow': ['gitlab-unavailable', 'GitLab was too slow.'],
  certificate: ['gitlab-unavailable', 'The certificate of GitLab could not be checked.'],
  'bad-objects': ['gitlab-refused', 'The repository holds objects that git refuses as unsafe.'],
  'disk-full': ['disk-full', 'The disk of the Notelab server is full.'],
  'lock-held': ['git-busy', 'Another git process is at work in this repository.'],
  'not-a-repository': ['checkout-broken', 'The folder is not a git repository any more.'],
  'corrupt-repository': ['checkout-broken', 'The repository on disk is damaged.'],
};

/** Turns what git threw into a problem; other errors pass unchanged. */
export function toGitProblem(error: unknown): unknown {
  if (error instanceof InvalidPathError)
    return new ProblemError(
      'path-invalid',
      'This is not a path inside the repository. Nothing was changed.',
      {
        files: [error.path],
      },
    );
  if (!(error instanceof GitError)) return error;
  const raw = error.stderr || undefined;
  if (error.code === 'cancelled') return new ProblemError('cancelled', 'Cancelled.');
  if (error.code === 'timed-out')
    return new ProblemError('timed-out', 'Git took too long and was stopped.', { raw });
  if (error.code === 'too-many-files')
    return new ProblemError(
      'too-many-files',
      'The branch holds more than two million files, more than Notelab checks out. Nothing was changed.',
    );
  if (error.code === 'not-a-repository' || error.code === 'unsafe-repository')
    return new ProblemError('checkout-broken', 'The folder is not a usable git repository any more.', {
      raw,
    });
  return problemOf(error.reason, error.stderr);
}

/** A reason of git's as a problem, with what git said behind it. */
export function problemOf(reason: GitFailureReason, stderr: string): ProblemError {
  const [code, detail] = byReason[reason] ?? ['git-failed', 'Git failed.'];
  return new ProblemError(code, findSentence(stderr) ?? detail, { raw: stderr || undefined });
}

/** What the gateway or GitLab said in a sentence of its own is better than our general one. */
function findSentence(stderr: string): string | null {
  const lines = stderr
    .split('\n')
    .flatMap((line) => /^remote: (?:GitLab: )?(.+)$/.exec(line.trim())?.[1] ?? []);
  const sentence = lines.map((line) => line.trim()).find((line) => /[a-z].*[.!]$/i.test(line));
  return sentence && sentence.length < 400 ? sentence : null;
}
