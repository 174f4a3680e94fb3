import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { run, temporaryDir } from '../git.ts';
import type { Json } from '../rest.ts';
import { startSandboxTarget } from '../sandbox-target.ts';
import { afterwards } from '../target.ts';

const packageFile = createRequire(import.meta.url).resolve('@gitbeaker/cli/package.json');
const gitbeaker = join(dirname(packageFile), 'dist/index.mjs');

test('the command line of Gitbeaker lists projects, and makes and merges a merge request', async () => {
  const gitlab = await startSandboxTarget();
  afterwards(() => gitlab.close());
  const dir = temporaryDir();
  const access = [`--gb-host=${gitlab.url}`, `--gb-token=${gitlab.token}`];
  const gb = (...args: string[]) => run(dir, process.execPath, [gitbeaker, ...args, ...access]);
  const read = async (...args: string[]) => {
    const { exitCode, stdout, stderr } = await gb(...args);
    if (exitCode !== 0) throw new Error(stderr || stdout);
    return JSON.parse(stdout) as Json & Json[];
  };
  const project = `--project-id=${gitlab.project}`;

  const [projects, made, missing] = await Promise.all([
    read(
      'projects',
      'all',
      '--membership=true',
      '--order-by=id',
      '--sort=asc',
      '--pagination=keyset',
      '--per-page=2',
    ),
    read(
      'merge-requests',
      'create',
      project,
      '--source-branch=faster-smoothing',
      '--target-branch=main',
      '--title=From Gitbeaker',
    ),
    gb('projects', 'show', '--project-id=no/such'),
  ]);
  expect(projects.map(({ id }) => id)).toEqual([1, 2, 3, 4, 5]);
  expect(made).toMatchObject({ title: 'From Gitbeaker', state: 'opened', iid: 1 });
  expect(missing.stdout + missing.stderr).toContain('404 Project Not Found');
  const merged = await read('merge-requests', 'merge', project, '--mergerequest-iid=1');
  expect(merged).toMatchObject({ state: 'merged', merged_by: { username: gitlab.username } });
});
