import { spawnSync } from 'node:child_process';
import { lstatSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { GitEnvironment } from '../git-environment.ts';

/**
 * Copies a folder as it is before each git process that something starts, and as it is in the end: what is left of it
 * when the one who does it dies there. Nothing that would come later is done, no tidying up either. Processes between
 * which nothing on disk changes make one step.
 * @returns the copies
 */
export async function copyAtEachStep(
  git: GitEnvironment,
  folder: string,
  act: (git: GitEnvironment) => Promise<unknown>,
): Promise<string[]> {
  const copies: string[] = [];
  let last = '';
  const copy = () => {
    const now = describe(folder);
    if (now === last) return;
    last = now;
    const to = `${folder}-${copies.length}`;
    // Temporary files of a git that runs beside may go while it copies; cp(1) says so and goes on.
    spawnSync('cp', ['--archive', folder, to]);
    copies.push(to);
  };
  await act({
    ...git,
    spawn(command) {
      copy();
      return git.spawn(command);
    },
  });
  copy();
  return copies;
}

/** Names, sizes and times: enough to tell whether anything was written. */
function describe(folder: string): string {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((name) => {
      const stats = lstatSync(join(folder, name), { bigint: true, throwIfNoEntry: false });
      return `${name} ${stats?.size} ${stats?.mtimeNs} ${stats?.ino}`;
    })
    .join('\n');
}
