import type { GitEnvironment } from '../process/git-environment.ts';
import { type FileContent, toFileContent } from '../repository/file-content.ts';
import { readBlob } from '../repository/read-blob.ts';
import { type Conflict, listConflicts } from './list-conflicts.ts';

/** A conflict with what each stage has; `absent` where the file is not there. */
export interface ConflictStates extends Conflict {
  contents: Record<1 | 2 | 3, FileContent>;
}

/** The states of a file in conflict, or null when it is none. */
export async function findConflict(
  git: GitEnvironment,
  dir: string,
  path: string,
  options: { maxBytes: number },
): Promise<ConflictStates | null> {
  const conflict = (await listConflicts(git, dir)).find((one) => one.path === path);
  if (!conflict) return null;
  const read = async (stage: 1 | 2 | 3): Promise<FileContent> =>
    conflict.stages[stage]
      ? toFileContent(await readBlob(git, dir, `:${stage}`, path, options))
      : { kind: 'absent' };
  const [base, head, other] = await Promise.all([read(1), read(2), read(3)]);
  return { ...conflict, contents: { 1: base, 2: head, 3: other } };
}
