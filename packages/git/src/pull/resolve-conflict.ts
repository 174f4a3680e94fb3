import type { GitEnvironment } from '../process/git-environment.ts';
import { runGit } from '../process/run-git.ts';
import { withOwnIndex } from '../repository/own-index.ts';
import { toRepositoryPathBytes } from '../repository/repository-path.ts';
import {
  type Conflict,
  type ConflictSide,
  listConflicts,
  listResolved,
  toIndexLines,
} from './list-conflicts.ts';

export type ResolveResult =
  | { kind: 'resolved' }
  /** it is resolved already, or was no conflict */
  | { kind: 'no-conflict' }
  /** the sides are not those that the decision was about */
  | { kind: 'changed' };

/** The file as one stage has it (gone when it has none), or these bytes as git stores them. */
export type Decision = { stage: 2 | 3 } | { bytes: Uint8Array };

/** Names the sides of a conflict: another pull, or another step of a rebase, has others. */
export function conflictKey({ stages }: Conflict): string {
  return ([1, 2, 3] as const).map((stage) => stages[stage]?.oid.slice(0, 12) ?? '-').join('.');
}

/** Writes the decision to disk and stages it. */
export async function resolveConflict(
  git: GitEnvironment,
  dir: string,
  { path, key, decision }: { path: string; key: string; decision: Decision },
): Promise<ResolveResult> {
  toRepositoryPathBytes(path);
  const conflict = (await listConflicts(git, dir)).find((one) => one.path === path);
  if (!conflict) return { kind: 'no-conflict' };
  if (conflictKey(conflict) !== key) return { kind: 'changed' };
  const side = await toSide(git, dir, conflict, decision);
  await stage(git, dir, conflict, side);
  if (side) await writeOut(git, dir, path);
  else await removeFile(git, dir, conflict);
  return { kind: 'resolved' };
}

/** Brings the conflict of a resolved file back; what is on disk stays. */
export async function reopenConflict(
  git: GitEnvironment,
  dir: string,
  path: string,
): Promise<{ kind: 'reopened' } | { kind: 'not-resolved' }> {
  const conflict = (await listResolved(git, dir)).find((one) => one.path === path);
  if (!conflict) return { kind: 'not-resolved' };
  const sides = ([1, 2, 3] as const).flatMap((stage) => {
    const side = conflict.stages[stage];
    return side ? [{ ...side, stage }] : [];
  });
  const stdin = toIndexLines(path, sides, sides[0]!.oid);
  await runGit(git, dir, ['update-index', '-z', '--index-info'], { stdin });
  return { kind: 'reopened' };
}

/** Writes bytes to the file on disk and leaves the conflict as it is. */
export async function writeUnresolved(
  git: GitEnvironment,
  dir: string,
  conflict: Conflict,
  bytes: Uint8Array,
): Promise<void> {
  const side = (await toSide(git, dir, conflict, { bytes }))!;
  await withOwnIndex(dir, async (indexFile) => {
    const env = { GIT_INDEX_FILE: indexFile };
    await runGit(git, dir, ['read-tree', '--empty'], { env });
    await stage(git, dir, conflict, side, env);
    await writeOut(git, dir, conflict.path, env);
  });
}

async function toSide(
  git: GitEnvironment,
  dir: string,
  { stages }: Conflict,
  decision: Decision,
): Promise<ConflictSide | null> {
  if ('stage' in decision) return stages[decision.stage] ?? null;
  const args = ['hash-object', '-w', '--no-filters', '--stdin'];
  const { stdout } = await runGit(git, dir, args, { stdin: decision.bytes });
  const files = [stages[2], stages[3], stages[1]].flatMap((side) =>
    side?.mode.startsWith('100') ? [side.mode] : [],
  );
  // Executable when either side made it so.
  const mode = files.includes('100755') && stages[1]?.mode !== '100755' ? '100755' : (files[0] ?? '100644');
  return { mode, oid: stdout.toString('latin1').trim() };
}

async function stage(
  git: GitEnvironment,
  dir: string,
  { path, stages }: Conflict,
  side: ConflictSide | null,
  env: Record<string, string> = {},
): Promise<void> {
  const { oid } = side ?? (stages[1] ?? stages[2] ?? stages[3])!;
  const stdin = toIndexLines(path, side ? [{ ...side, stage: 0 }] : [], oid);
  await runGit(git, dir, ['update-index', '-z', '--index-info'], { stdin, env });
}

async function writeOut(
  git: GitEnvironment,
  dir: string,
  path: string,
  env: Record<string, string> = {},
): Promise<void> {
  const stdin = Buffer.concat([toRepositoryPathBytes(path), Buffer.of(0)]);
  await runGit(git, dir, ['checkout-index', '--force', '--quiet', '-z', '--stdin'], { stdin, env });
  if (!env.GIT_INDEX_FILE)
    await runGit(git, dir, ['update-index', '-q', '--refresh'], { okExitCodes: [0, 1] });
}

/** Removes the file on disk, by way of an index that has it and a tree that does not. */
async function removeFile(git: GitEnvironment, dir: string, { path, stages }: Conflict): Promise<void> {
  const side = stages[2] ?? stages[3] ?? stages[1];
  if (!side || side.mode === '160000') return;
  await withOwnIndex(dir, async (indexFile) => {
    const env = { GIT_INDEX_FILE: indexFile };
    await runGit(git, dir, ['read-tree', '--empty'], { env });
    const stdin = toIndexLines(path, [{ ...side, stage: 0 }], side.oid);
    await runGit(git, dir, ['update-index', '-z', '--index-info'], { stdin, env });
    const empty = await runGit(git, dir, ['hash-object', '-w', '-t', 'tree', '--stdin'], { stdin: '' });
    await runGit(git, dir, ['read-tree', '--reset', '-u', empty.stdout.toString('latin1').trim()], { env });
  });
}
