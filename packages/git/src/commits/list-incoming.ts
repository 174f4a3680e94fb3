import type { GitEnvironment } from '../process/git-environment.ts';
import { runGit } from '../process/run-git.ts';
import { decodePath } from '../repository/path-encoding.ts';

export interface Incoming {
  count: number;
  /** each once, whose newest commit is newest first; of the newest thousand commits */
  authors: string[];
}

const read = 1000;

/** What `from` has and `to` has not: how many commits, and whose. Both are commits that are there. */
export async function listIncoming(
  git: GitEnvironment,
  dir: string,
  { from, to }: { from: string; to: string },
): Promise<Incoming> {
  const range = `${to}..${from}`;
  const options = ['-z', '--format=tformat:%an', '--no-show-signature', '--no-color', `--max-count=${read}`];
  const { stdout } = await runGit(git, dir, ['log', ...options, range, '--'], { readOnly: true });
  const names = decodePath(stdout).split('\0').slice(0, -1);
  return {
    count: names.length < read ? names.length : await count(git, dir, range),
    authors: [...new Set(names)],
  };
}

async function count(git: GitEnvironment, dir: string, range: string): Promise<number> {
  const { stdout } = await runGit(git, dir, ['rev-list', '--count', range, '--'], { readOnly: true });
  return Number(stdout.toString('latin1'));
}
