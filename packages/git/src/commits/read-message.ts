import type { GitEnvironment } from '../process/git-environment.ts';
import { runGit } from '../process/run-git.ts';

/** The whole message of a commit, without the line ends after it. */
export async function readMessage(git: GitEnvironment, dir: string, oid: string): Promise<string> {
  const args = [
    'log',
    '-1',
    '--format=%B',
    '--no-show-signature',
    '--no-color',
    '--end-of-options',
    oid,
    '--',
  ];
  return (await runGit(git, dir, args, { readOnly: true })).stdout.toString('utf8').trimEnd();
}
