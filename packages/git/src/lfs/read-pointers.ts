import type { GitEnvironment } from '../process/git-environment.ts';
import { runGit } from '../process/run-git.ts';
import { type LfsPointer, maxPointerBytes, parseLfsPointer } from './lfs-pointer.ts';

const maxBatchBytes = 256 * 1024 * 1024;

/**
 * The pointers among objects, by their ids; whatever is no pointer is left out. Only what is as small as a pointer is
 * read at all.
 */
export async function readPointers(
  git: GitEnvironment,
  dir: string,
  oids: string[],
  options: { signal?: AbortSignal } = {},
): Promise<Map<string, LfsPointer>> {
  const pointers = new Map<string, LfsPointer>();
  if (oids.length === 0) return pointers;
  const running = { ...options, readOnly: true, maxOutputBytes: maxBatchBytes };
  const check = await runGit(git, dir, ['cat-file', '--batch-check', '--buffer'], {
    ...running,
    stdin: `${oids.join('\n')}\n`,
  });
  const small = check.stdout
    .toString('latin1')
    .split('\n')
    .flatMap((line) => {
      const [, oid, size] = /^([0-9a-f]+) blob (\d+)$/.exec(line) ?? [];
      return oid && Number(size) <= maxPointerBytes ? [oid] : [];
    });
  if (small.length === 0) return pointers;
  const { stdout } = await runGit(git, dir, ['cat-file', '--batch', '--buffer'], {
    ...running,
    stdin: `${small.join('\n')}\n`,
  });
  for (let start = 0; start < stdout.length; ) {
    const end = stdout.indexOf(0x0a, start);
    const [oid = '', , size] = stdout.toString('latin1', start, end).split(' ');
    const content = stdout.toString('utf8', end + 1, end + 1 + Number(size));
    const pointer = parseLfsPointer(content);
    if (pointer) pointers.set(oid, pointer);
    start = end + 1 + Number(size) + 1;
  }
  return pointers;
}
