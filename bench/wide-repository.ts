import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { runGit } from './run-git.ts';

const filesPerFolder = 100;

/** Path of a file of a wide repository. */
export function widePath(index: number): string {
  return `data/part-${Math.floor(index / filesPerFolder)}/file-${index}.csv`;
}

/** Makes a bare repository of one commit with so many small files, a hundred in each folder. */
export async function createWideRepository(folder: string, files: number): Promise<void> {
  await runGit(['init', '--quiet', '--bare', '--initial-branch=main', folder]);
  const git = spawn('git', ['-C', folder, 'fast-import', '--quiet'], {
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  git.stdin.write('commit refs/heads/main\ncommitter Bench <bench@example.com> 1700000000 +0000\ndata 0\n');
  for (let index = 0; index < files; index += 1) {
    const content = `id,value\n${index},${index * 7}\n`;
    if (!git.stdin.write(`M 100644 inline ${widePath(index)}\ndata ${content.length}\n${content}\n`))
      await once(git.stdin, 'drain');
  }
  git.stdin.end();
  const [code] = await once(git, 'close');
  if (code !== 0) throw new Error(`git fast-import ended with ${code}`);
}
