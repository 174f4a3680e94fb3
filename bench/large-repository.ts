import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { runGit } from './run-git.ts';

const blobBytes = 1024 * 1024;

/** Makes a bare repository of one commit with `megabytes` files of 1 MiB that cannot be compressed. */
export async function createLargeRepository(folder: string, megabytes: number): Promise<void> {
  await runGit(['init', '--quiet', '--bare', '--initial-branch=main', folder]);
  const git = spawn('git', ['-C', folder, 'fast-import', '--quiet'], {
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  const write = async (data: string | Buffer) => {
    if (!git.stdin.write(data)) await once(git.stdin, 'drain');
  };
  await write('commit refs/heads/main\ncommitter Bench <bench@example.com> 1700000000 +0000\ndata 0\n');
  for (let index = 0; index < megabytes; index += 1) {
    await write(`M 100644 inline data/${index}.bin\ndata ${blobBytes}\n`);
    await write(randomBytes(blobBytes));
  }
  git.stdin.end();
  const [code] = await once(git, 'close');
  if (code !== 0) throw new Error(`git fast-import ended with ${code}`);
}
