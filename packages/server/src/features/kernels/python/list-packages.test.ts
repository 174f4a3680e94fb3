import { mkdir, mkdtemp, rm, symlink } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { listPackages } from './list-packages.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'packages-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('packages are those of the environment, wherever links in it lead', async () => {
  const packages = (environment: string) => join(folder, environment, 'lib/python3.11/site-packages');
  await mkdir(join(packages('other'), 'secret_name-1.0.dist-info'), { recursive: true });
  await mkdir(join(packages('own'), 'duck_db-1.2.3.dist-info'), { recursive: true });
  await mkdir(join(folder, 'own/lib/python3.12'));
  await symlink(packages('other'), join(folder, 'own/lib/python3.12/site-packages'));
  await symlink(join(folder, 'other/lib/python3.11'), join(folder, 'own/lib/python3.13'));
  expect(await listPackages(join(folder, 'own'))).toEqual([{ name: 'duck-db', version: '1.2.3' }]);
});
