import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { runGit } from './run-git.ts';

/** Makes a bare repository with `main` and as many other branches, each with a commit of its own. */
export async function createManyBranches(folder: string, count: number): Promise<void> {
  await runGit(['init', '--quiet', '--bare', '--initial-branch=main', folder]);
  const git = spawn('git', ['-C', folder, 'fast-import', '--quiet'], {
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  const commit = (branch: string, subject: string, second: number, from: string) =>
    `commit refs/heads/${branch}\nmark :${second}\ncommitter Bench <bench@example.com> ${1_700_000_000 + second} +0000\n` +
    `data ${Buffer.byteLength(subject)}\n${subject}\n${from}M 100644 inline file.txt\ndata ${branch.length}\n${branch}\n`;
  git.stdin.write(commit('main', 'Begin', 1, ''));
  for (let index = 0; index < count; index += 1) {
    const subject = `Look into the churn of cohort ${index}`;
    git.stdin.write(commit(`feature/team-${index % 40}/churn-${index}`, subject, index + 2, 'from :1\n'));
  }
  git.stdin.end();
  const [code] = await once(git, 'close');
  if (code !== 0) throw new Error(`git fast-import ended with ${code}`);
}
