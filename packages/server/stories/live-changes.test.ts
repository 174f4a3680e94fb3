import { execFile } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { getCheckoutStatus, listFiles } from '@notelab/contract';
import { type Client, createWorld, type World } from '@notelab/dev-env';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { type ConnectedProject, connectProject } from './a-connected-project.ts';

const run = promisify(execFile);
let world: World;
let admin: Client;
let arranged: ConnectedProject;
let root: string;
let repository: string;

beforeAll(async () => {
  world = await createWorld();
  admin = await world.signInLinked('admin', 'maintainer');
  arranged = await connectProject(world, admin, 'acme/analytics');
  root = world.notelab.context.projects.filesOf(arranged.project.id).root;
  repository = join(root, arranged.checkout.folderName);
  const params = { projectId: arranged.project.id };
  await admin.call(listFiles, { params, query: { path: '' } });
  await look();
});
afterAll(() => world?.close());

const look = () => admin.call(getCheckoutStatus, { params: { checkoutId: arranged.checkout.id } });

/** What another process does in the project; ends with the first message to open pages that `matches`. */
async function telling(
  act: () => Promise<unknown>,
  matches: (folders: string[] | null) => boolean,
): Promise<void> {
  const told = new Promise<void>((resolve) => {
    const stop = world.notelab.context.events.subscribe(world.workspaceId, (event) => {
      if (event.type !== 'files-changed' || !matches(event.folders)) return;
      stop();
      resolve();
    });
  });
  await act();
  await told;
}

it('a file that another process makes shows in its folder and among the changes', async () => {
  await telling(
    () => writeFile(join(repository, 'made-elsewhere.txt'), 'hello'),
    (folders) => folders?.includes(arranged.checkout.folderName) ?? true,
  );
  expect((await look()).changes).toContainEqual(
    expect.objectContaining({ path: 'made-elsewhere.txt', kind: 'untracked' }),
  );
});

it('a folder made with all that is in it shows', async () => {
  await telling(
    async () => {
      await mkdir(join(root, 'results/deep'), { recursive: true });
      await writeFile(join(root, 'results/deep/table.csv'), '1,2');
    },
    (folders) => folders?.includes('results/deep') ?? true,
  );
});

it('a branch made and switched to by another process shows as the current one', async () => {
  const git = ['-c', `safe.directory=${repository}`, '-C', repository];
  await telling(
    () => run('git', [...git, 'switch', '--quiet', '--create', 'from-elsewhere']),
    (folders) => folders?.length === 0,
  );
  expect((await look()).head).toEqual({ kind: 'branch', name: 'from-elsewhere' });
});
