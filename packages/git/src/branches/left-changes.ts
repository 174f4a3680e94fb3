import type { GitEnvironment } from '../process/git-environment.ts';
import { toIdentityVariables } from '../process/identity-variables.ts';
import { runGit } from '../process/run-git.ts';
import type { MergeNotebook } from '../pull/settle-notebooks.ts';
import { type RecoveryPoint, readPoints, type TakeOptions } from '../recovery/recovery-points.ts';
import { type GiveBackResult, giveBack, type SetAsideResult, setAside } from '../recovery/set-aside.ts';

export const leftRefs = 'refs/notelab/left/';

export type LeaveResult =
  | { kind: 'left'; point: RecoveryPoint }
  | Exclude<SetAsideResult, { kind: 'set-aside' }>;

/** Changes that were given back, or were not and are still kept. */
export interface LeftReturn {
  point: RecoveryPoint;
  result: GiveBackResult;
}

/**
 * Sets local changes aside for the branch they are on (see `setAside`): they belong to it until they are given back,
 * however many times that is done. Besides the recovery point a ref of its own keeps them, which no limit on
 * recovery points removes.
 */
export async function leaveChanges(
  git: GitEnvironment,
  dir: string,
  options: TakeOptions & { beforeClearing?(point: RecoveryPoint): Promise<unknown> },
): Promise<LeaveResult> {
  const ref = `${leftRefs}${options.id}`;
  const result = await setAside(git, dir, {
    ...options,
    async beforeClearing(point) {
      if ((await options.beforeClearing?.(point)) === false) return false;
      await runGit(git, dir, ['update-ref', ref, point.oid, '0'.repeat(point.oid.length)]);
      return true;
    },
  });
  if (result.kind === 'set-aside') return { kind: 'left', point: result.point };
  await runGit(git, dir, ['update-ref', '-d', ref]);
  return result;
}

/** All changes that were left on branches, the newest first. */
export async function listLeftChanges(git: GitEnvironment, dir: string): Promise<RecoveryPoint[]> {
  return readPoints(git, dir, leftRefs);
}

/**
 * Gives back what was left on a branch, which is to be the current one: in the order in which it was left, each all
 * or nothing. What does not apply stays left.
 */
export async function giveBackLeft(
  git: GitEnvironment,
  dir: string,
  points: RecoveryPoint[],
  options: { mergeNotebook?: MergeNotebook | undefined; signal?: AbortSignal } = {},
): Promise<LeftReturn[]> {
  const returns: LeftReturn[] = [];
  for (const point of points.toReversed()) {
    const result = await giveBack(git, dir, point, options);
    if (result.kind === 'given-back') await forgetLeft(git, dir, point);
    returns.push({ point, result });
  }
  return returns;
}

/** Ends that changes are left on a branch. Their recovery point, while there is one, keeps them still. */
export async function forgetLeft(git: GitEnvironment, dir: string, { id }: RecoveryPoint): Promise<void> {
  await runGit(git, dir, ['update-ref', '-d', `${leftRefs}${id}`]);
}

/** Has what was left on a branch belong to its new name. */
export async function renameLeft(git: GitEnvironment, dir: string, from: string, to: string): Promise<void> {
  for (const { id, oid, branch } of await listLeftChanges(git, dir)) {
    if (branch !== from) continue;
    const { stdout } = await runGit(git, dir, ['cat-file', 'commit', oid], { readOnly: true });
    const [head = '', reason = '', note = ''] = stdout.toString('utf8').split('\n\n');
    const field = (name: string) =>
      Array.from(head.matchAll(new RegExp(`^${name} (.+)$`, 'gm')), ([, value = '']) => value);
    const [, name = '', email = '', date = ''] =
      /^(.*) <(.*)> (\d+ \S+)$/.exec(field('author')[0] ?? '') ?? [];
    const identity = toIdentityVariables({ name, email }, { name, email });
    const parents = field('parent').flatMap((parent) => ['-p', parent]);
    const message = `${reason}\n\n${JSON.stringify({ ...JSON.parse(note), branch: to })}`;
    const made = await runGit(git, dir, ['commit-tree', field('tree')[0]!, ...parents, '-F', '-'], {
      stdin: message,
      env: { ...identity, GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date },
    });
    await runGit(git, dir, ['update-ref', `${leftRefs}${id}`, made.stdout.toString('latin1').trim(), oid]);
  }
}
