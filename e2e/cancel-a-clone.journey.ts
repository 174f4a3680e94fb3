import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createProject } from '@notelab/contract';
import { expect } from '@playwright/test';
import { openAt } from './people.ts';
import { offerRepository, projectUrl, test } from './world.ts';

test('a clone that takes long shows how far it is, can be cancelled, and leaves nothing', async ({
  browser,
  world,
  admin,
}) => {
  const path = 'acme/large';
  const fromBareRepository = await makeRepository(join(world.dataDir, 'large.git'));
  await world.sandbox.addProject({ path, visibility: 'private', members: {}, fromBareRepository });
  world.sandbox.faults.set({ match: `POST /${path}.git/git-upload-pack`, kind: 'slow' });
  await offerRepository(world, admin, path);
  const { workspaceId } = world;
  const project = await admin.call(createProject, {
    params: { workspaceId },
    body: { name: 'With a large one' },
  });
  const page = await openAt(browser, projectUrl(world, project), 'admin@example.com');

  await page.getByRole('button', { name: 'Add to files' }).click();
  await page.getByRole('menuitem', { name: 'Connect a GitLab repository' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Connect Large' }).click();
  const clone = page.getByRole('list', { name: 'Repositories being cloned' });
  await expect(clone).toContainText(/cloning [1-9]\d* %/);
  const before = (await clone.textContent()) ?? '';
  await expect(clone).not.toHaveText(before);
  await expect(clone).toContainText(/cloning [1-9]\d* %/);
  const strip = page.getByRole('region', { name: 'Operations' });
  await expect(strip).toContainText(/\d+ % · [\d.]+ (kB|MB)/);
  await strip.getByRole('button', { name: 'Cancel: Cloning large' }).click();

  await expect(clone).toHaveCount(0);
  await expect(page.getByText(/^No files yet/)).toBeVisible();
  await expect(page.getByText('No repository yet')).toBeVisible();
  const inDataFolder = (...names: string[]) => readdir(join(world.dataDir, 'notelab', ...names));
  expect(await inDataFolder('staging')).toEqual([]);
  expect(await inDataFolder('projects', project.id)).not.toContain('large');
  world.sandbox.faults.clear();
  await page.context().close();
});

/** Many files that cannot be compressed, about 8 MB: with a slow GitLab, a clone of eight seconds. */
async function makeRepository(folder: string): Promise<string> {
  const run = promisify(execFile);
  await run('git', ['init', '--quiet', '--bare', '--initial-branch=main', folder]);
  const importing = run('git', ['-C', folder, 'fast-import', '--quiet']);
  const { stdin } = importing.child;
  stdin!.write('commit refs/heads/main\ncommitter Large <large@acme.example> 1700000000 +0000\ndata 0\n');
  for (let index = 0; index < 400; index += 1) {
    stdin!.write(`M 100644 inline data/${index}.bin\ndata 20000\n`);
    stdin!.write(randomBytes(20_000));
  }
  stdin!.end();
  await importing;
  return folder;
}
