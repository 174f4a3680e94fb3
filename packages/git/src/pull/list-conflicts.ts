import type { GitEnvironment } from '../process/git-environment.ts';
import { splitNull } from '../process/null-separated.ts';
import { runGit } from '../process/run-git.ts';
import { encodePath } from '../repository/path-encoding.ts';

/** What the index has of one side of a conflict. */
export interface ConflictSide {
  mode: string;
  oid: string;
}

/** A file that git could not merge. Stage 1 is the common state, 2 HEAD's side, 3 the other; absent: not there. */
export interface Conflict {
  path: string;
  stages: { 1?: ConflictSide; 2?: ConflictSide; 3?: ConflictSide };
}

/** Files in conflict, in git's order. */
export async function listConflicts(git: GitEnvironment, dir: string): Promise<Conflict[]> {
  return list(git, dir, '--unmerged', /^(\d+) ([0-9a-f]+) ([123])$/);
}

/** Files that were in conflict and are resolved, as git remembers them until the commit. */
export async function listResolved(git: GitEnvironment, dir: string): Promise<Conflict[]> {
  return list(git, dir, '--resolve-undo', /^(\d+) ([0-9a-f]+) ([123])$/);
}

async function list(git: GitEnvironment, dir: string, which: string, head: RegExp): Promise<Conflict[]> {
  const { stdout } = await runGit(git, dir, ['ls-files', which, '-z'], { readOnly: true });
  const conflicts = new Map<string, Conflict>();
  for (const record of splitNull(stdout)) {
    const tab = record.indexOf('\t');
    const [, mode, oid, stage] = head.exec(record.slice(0, tab)) ?? [];
    if (!mode || !oid || !stage) continue;
    const path = record.slice(tab + 1);
    const conflict = conflicts.get(path) ?? { path, stages: {} };
    conflict.stages[Number(stage) as 1 | 2 | 3] = { mode, oid };
    conflicts.set(path, conflict);
  }
  return [...conflicts.values()];
}

/** Lines for `update-index -z --index-info` that leave only this of a path: `0` for the resolved file. */
export function toIndexLines(path: string, sides: (ConflictSide & { stage: number })[], oid: string): Buffer {
  const line = (mode: string, id: string, stage: number) =>
    Buffer.concat([Buffer.from(`${mode} ${id} ${stage}\t`), encodePath(path), Buffer.of(0)]);
  return Buffer.concat([
    line('0', '0'.repeat(oid.length), 0),
    ...sides.map((side) => line(side.mode, side.oid, side.stage)),
  ]);
}
