import type { GitFailureReason } from '../process/explain-git-error.ts';
import type { GitEnvironment } from '../process/git-environment.ts';
import { codeForFailure, GitError } from '../process/git-error.ts';
import { type GitProgress, pushWeights } from '../process/progress.ts';
import { redact, stripControls } from '../process/redact.ts';
import { runGit } from '../process/run-git.ts';
import { type PushedRef, parsePushOutput, parseServerMessages } from './parse-push.ts';

export interface PushOptions {
  /** where to; default `origin`. Give the address: the repository's config may be anybody's. */
  url?: string;
  /** the commit, as a full object id */
  oid: string;
  /** branch on the remote, without `refs/heads/` */
  branch: string;
  /** local branch that shall follow it from now on */
  setUpstream?: string;
  onProgress?(progress: GitProgress): void;
  signal?: AbortSignal;
  /** default 30 minutes */
  timeoutMs?: number;
}

export type PushRejection =
  | 'non-fast-forward'
  | 'protected'
  | 'no-default-branch'
  | 'forbidden'
  | 'too-large'
  | 'secret-detected'
  | 'hook-declined'
  | 'remote-rejected';

export type PushResult =
  /** `old` is null for a new branch */
  | { kind: 'pushed'; old: string | null; new: string; serverMessages: string[] }
  | { kind: 'up-to-date'; oid: string }
  /** the server took the request and said no to the ref; `message` is the server's text, or git's */
  | { kind: 'rejected'; reason: PushRejection; message: string; serverMessages: string[] }
  /** the server (or the gateway) did not take the request */
  | { kind: 'refused'; reason: GitFailureReason; message: string };

const refusals = new Set<GitFailureReason>([
  'authentication-failed',
  'forbidden',
  'repository-not-found',
  'repository-archived',
  'repository-read-only',
]);

/**
 * Pushes one commit to one branch; never forces, never more than this.
 * @throws GitError when the remote cannot be reached, or the push is stopped
 */
export async function pushCommit(
  git: GitEnvironment,
  dir: string,
  options: PushOptions,
): Promise<PushResult> {
  const { oid, branch } = options;
  if (!/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/.test(oid)) throw new RangeError(`Not a full object id: ${oid}`);
  const ref = `refs/heads/${branch}`;
  const args = ['push', '--porcelain', '--progress', '--no-verify', '--no-follow-tags', '--no-signed'];
  args.push('--recurse-submodules=no', '--end-of-options', options.url ?? 'origin', `${oid}:${ref}`);
  const result = await runGit(git, dir, args, {
    okExitCodes: [0, 1, 128],
    onProgress: options.onProgress,
    progressWeights: pushWeights,
    signal: options.signal,
    timeoutMs: options.timeoutMs ?? 1_800_000,
  });
  const pushed = parsePushOutput(result.stdout).find(({ to }) => to === ref);
  const serverMessages = parseServerMessages(result.stderr);
  if (result.exitCode === 0 && pushed && pushed.flag !== '!') {
    await rememberPush(git, dir, options);
    if (pushed.flag === '=') return { kind: 'up-to-date', oid };
    return {
      kind: 'pushed',
      old: /^([0-9a-f]+)\.\./.exec(pushed.summary)?.[1] ?? null,
      new: oid,
      serverMessages,
    };
  }
  const error = new GitError(codeForFailure(result.stderr), { args, ...result });
  if (pushed?.flag === '!') return toRejection(pushed, serverMessages, error);
  if (!refusals.has(error.reason)) throw error;
  return { kind: 'refused', reason: error.reason, message: serverMessages.join('\n') || error.stderr };
}

/** What `git push -u` does for a named remote; a push to an address alone would leave no trace here. */
async function rememberPush(git: GitEnvironment, dir: string, options: PushOptions): Promise<void> {
  const { oid, branch, setUpstream } = options;
  await runGit(git, dir, ['update-ref', '-m', 'push', `refs/remotes/origin/${branch}`, oid]);
  if (setUpstream !== undefined) await followRemote(git, dir, setUpstream, branch);
}

/** Has a local branch follow one of `origin`, by default that of its own name. */
export async function followRemote(
  git: GitEnvironment,
  dir: string,
  local: string,
  remote = local,
): Promise<void> {
  const set = async (key: string, value: string) => {
    await runGit(git, dir, ['config', '--local', '--replace-all', `branch.${local}.${key}`, value]);
  };
  await set('remote', 'origin');
  await set('merge', `refs/heads/${remote}`);
}

function toRejection(ref: PushedRef, serverMessages: string[], error: GitError): PushResult {
  const said = `${serverMessages.join('\n')}\n${ref.reason ?? ''}`;
  const message = serverMessages.join('\n') || redact(stripControls(ref.reason ?? '')) || error.stderr;
  return { kind: 'rejected', reason: toReason(ref.summary, said), message, serverMessages };
}

const rejections: [RegExp, PushRejection][] = [
  [/a default branch .* does not yet exist/i, 'no-default-branch'],
  [/protected branch/i, 'protected'],
  [/secrets? detected|push blocked/i, 'secret-detected'],
  [/larger than the (?:allowed|maximum)|is larger than|exceeds .*(?:limit|size)|too large/i, 'too-large'],
  [/you are not allowed to|can't push code/i, 'forbidden'],
  [/hook declined/i, 'hook-declined'],
];

function toReason(summary: string, said: string): PushRejection {
  if (summary === '[rejected]') return 'non-fast-forward';
  return rejections.find(([pattern]) => pattern.test(said))?.[1] ?? 'remote-rejected';
}
