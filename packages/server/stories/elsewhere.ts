import { execFile } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { World } from '@notelab/dev-env';

/** Not the synchronous kind: the sandbox that git talks to lives in this very process. */
const run = promisify(execFile);

/** Raw git on a repository as GitLab has it; its bytes. */
export async function gitAtGitLab(world: World, path: string, ...args: string[]): Promise<Buffer> {
  const gitDir = `--git-dir=${world.sandbox.repositoryDir(path)}`;
  return (await run('git', [gitDir, ...args], { encoding: 'buffer', maxBuffer: 2 ** 26 })).stdout;
}

/** What a branch points to at GitLab. */
export async function tipAtGitLab(world: World, path: string, branch: string): Promise<string> {
  const tip = await gitAtGitLab(world, path, 'rev-parse', '--verify', `refs/heads/${branch}`);
  return tip.toString().trim();
}

/** A colleague without Notelab: runs a shell script in a fresh clone of theirs and pushes what it committed. */
export async function pushFromElsewhere(
  world: World,
  path: string,
  script: string,
  { branch = 'main', as = 'maintainer' } = {},
): Promise<void> {
  const clone = await mkdtemp(join(world.dataDir, 'elsewhere-'));
  const url = world.sandbox.url.replace('://', `://oauth2:glpat-sandbox-${as}@`);
  await run('git', ['clone', '-q', '--branch', branch, `${url}/${path}.git`, clone]);
  const identity = `git -c user.name=${as} -c user.email=${as}@acme.example`;
  const steps = [script, 'git add --all', `${identity} commit -qm "From elsewhere"`, 'git push -q'];
  await run('sh', ['-ec', steps.join('\n')], { cwd: clone });
}
