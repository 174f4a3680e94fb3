import {
  disconnectCheckout,
  getCheckoutStatus,
  getUnpushedWork,
  listCheckouts,
  listFiles,
  type Operation,
  reCloneCheckout,
} from '@notelab/contract';
import { type Client, createWorld, type World, waitForOperation } from '@notelab/dev-env';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type ConnectedProject, connectProject, endOf } from './a-connected-project.ts';
import { inTerminal } from './in-a-terminal.ts';

let world: World;
let editor: Client;
let connected: ConnectedProject;

beforeAll(async () => {
  world = await createWorld();
  const admin = await world.signInLinked('admin', 'maintainer');
  editor = await world.signInLinked('editor', 'developer');
  connected = await connectProject(world, admin, 'acme/analytics', { by: editor });
});
afterAll(() => world?.close());

const inCheckout = () => ({ params: { checkoutId: connected.checkout.id } });
const shell = (script: string) => inTerminal(world, connected.project, script);
const reClone = async (discardWork: boolean): Promise<Operation> =>
  waitForOperation(editor, await editor.call(reCloneCheckout, { ...inCheckout(), body: { discardWork } }));
const disconnect = async (discardWork: boolean): Promise<Operation> =>
  waitForOperation(editor, await editor.call(disconnectCheckout, { ...inCheckout(), body: { discardWork } }));
const fetches = () => world.sandbox.requests().filter(({ git }) => git?.service === 'git-upload-pack').length;

describe('work that is only here', () => {
  beforeAll(() =>
    shell(`cd analytics
      mkdir .git/info; echo '*.tmp' > .git/info/exclude; touch cache.tmp
      git switch -q -c idea; echo 1 > idea.txt; git add .; git commit -qm 'An idea'
      git switch -q main; echo 1 > main.txt; git add .; git commit -qm 'On main'
      echo stashed >> README.md; git stash -q
      echo changed >> README.md; echo new > 'new file.txt'`),
  );

  test('is listed: commits with their branch, changed and new files, stashes, ignored files', async () => {
    const work = await editor.call(getUnpushedWork, inCheckout());
    expect(work).toMatchObject({
      changedFiles: ['README.md'],
      changedFileCount: 1,
      untrackedFiles: ['new file.txt'],
      untrackedFileCount: 1,
      ignoredFileCount: 1,
      commitCount: 2,
      stashCount: 1,
      unreadable: false,
    });
    expect(work.commits.map(({ branch, subject }) => `${branch}: ${subject}`).sort()).toEqual([
      'idea: An idea',
      'main: On main',
    ]);
  });

  test('stops a re-clone and a disconnection that nobody confirmed, before GitLab is asked for anything', async () => {
    const before = fetches();
    for (const attempt of [reClone, disconnect]) {
      const ended = await attempt(false);
      expect(ended).toMatchObject({
        status: 'failed',
        problem: { code: 'work-would-be-lost', files: ['README.md', 'new file.txt'] },
      });
    }
    expect(fetches()).toBe(before);
    expect((await editor.call(getUnpushedWork, inCheckout())).commitCount).toBe(2);
  });

  test('outlives a confirmed re-clone that GitLab breaks off', async () => {
    world.sandbox.faults.set({ match: 'git-upload-pack', kind: 'down' });
    expect(await reClone(true)).toMatchObject({ problem: { code: 'gitlab-unavailable' } });
    world.sandbox.faults.clear();
    expect(
      await shell('cd analytics; cat "new file.txt"; git log -1 --format=%s; git stash list | wc -l'),
    ).toBe('new\nOn main\n1');
  });

  test('goes with a confirmed re-clone, and the clone is as GitLab has it', async () => {
    expect((await reClone(true)).outcome).toEqual({ kind: 're-cloned' });
    expect(await editor.call(getUnpushedWork, inCheckout())).toMatchObject({
      changedFileCount: 0,
      untrackedFileCount: 0,
      ignoredFileCount: 0,
      commitCount: 0,
      stashCount: 0,
    });
  });
});

describe('a repository that git cannot use', () => {
  beforeEach(() => shell('rm -rf elsewhere; mkdir elsewhere'));

  const breakages: [string, string][] = [
    ['a HEAD of nonsense', 'echo nonsense > .git/HEAD'],
    ['no HEAD', 'rm .git/HEAD'],
    ['an index of nonsense', 'echo nonsense > .git/index'],
    ['lost objects', 'rm -rf .git/objects/*'],
    ['a broken pack', 'for pack in .git/objects/pack/*.pack; do rm -f $pack; echo broken > $pack; done'],
    ['an emptied branch', ': > .git/refs/heads/main'],
    ['no .git', 'rm -rf .git'],
    ['a .git that is a link', 'mv .git ../elsewhere/git; ln -s ../elsewhere/git .git'],
    ['a .git that is a file', 'mv .git ../elsewhere/git; echo "gitdir: ../elsewhere/git" > .git'],
    ['a config of nonsense', 'echo "[nonsense" > .git/config'],
  ];
  test.each(breakages)(
    '%s: is told as broken, and a re-clone asks before it gives up what is there',
    async (_, script) => {
      await shell(`cp -a analytics elsewhere/whole; cd analytics; echo mine > mine.txt; ${script}`);
      await expect(editor.call(getCheckoutStatus, inCheckout())).rejects.toMatchObject({
        reply: { code: 'checkout-broken', next: 're-clone' },
      });
      expect(await editor.call(getUnpushedWork, inCheckout())).toMatchObject({ unreadable: true });
      expect(await reClone(false)).toMatchObject({ problem: { code: 'work-would-be-lost' } });
      expect(await shell('cat analytics/mine.txt; rm -rf analytics; mv elsewhere/whole analytics')).toBe(
        'mine',
      );
    },
  );

  test.each(breakages.filter(([name]) => ['lost objects', 'a .git that is a link'].includes(name)))(
    '%s: a confirmed re-clone mends it',
    async (_, script) => {
      await shell(`cd analytics; echo mine > mine.txt; ${script}`);
      expect((await reClone(true)).outcome).toEqual({ kind: 're-cloned' });
      const { head, changes } = await editor.call(getCheckoutStatus, inCheckout());
      expect({ head, changes }).toEqual({ head: { kind: 'branch', name: 'main' }, changes: [] });
      expect(await shell('stat -c %F analytics/.git')).toBe('directory');
    },
  );

  test.each([
    ['a file', 'mv analytics elsewhere; echo mine > analytics'],
    ['a link', 'mv analytics elsewhere; ln -s elsewhere/analytics analytics'],
  ])('%s in place of the folder: the same, and what the link led to stays', async (_, script) => {
    await shell(script);
    await expect(editor.call(getCheckoutStatus, inCheckout())).rejects.toMatchObject({
      reply: { code: 'checkout-broken' },
    });
    expect(await reClone(false)).toMatchObject({ problem: { code: 'work-would-be-lost' } });
    expect((await reClone(true)).outcome).toEqual({ kind: 're-cloned' });
    expect(await shell('stat -c %F analytics; cd elsewhere/analytics && git status --short | wc -l')).toBe(
      'directory\n0',
    );
  });

  test('the folder is gone: nothing is there to lose, and a re-clone brings it back', async () => {
    await shell('mv analytics elsewhere');
    expect(await editor.call(getUnpushedWork, inCheckout())).toMatchObject({
      unreadable: false,
      commitCount: 0,
    });
    expect((await reClone(false)).outcome).toEqual({ kind: 're-cloned' });
    expect((await editor.call(getCheckoutStatus, inCheckout())).changes).toEqual([]);
  });
});

test('a disconnection asks first on a broken repository too, then takes the folder and no more', async () => {
  const inProject = { params: { projectId: connected.project.id } };
  await shell(
    'rm -rf elsewhere; mkdir elsewhere; mv analytics/.git elsewhere/git; ln -s ../elsewhere/git analytics/.git',
  );
  expect(await disconnect(false)).toMatchObject({ problem: { code: 'work-would-be-lost' } });
  expect((await disconnect(true)).outcome).toEqual({ kind: 'disconnected' });
  expect(await editor.call(listCheckouts, inProject)).toEqual([]);
  expect(
    (await editor.call(listFiles, { ...inProject, query: { path: '' } })).map(({ name }) => name),
  ).toEqual(['elsewhere']);
  expect(await shell('git --git-dir=elsewhere/git rev-parse --abbrev-ref HEAD')).toBe('main');
  expect(
    await editor.call(reCloneCheckout, { ...inCheckout(), body: { discardWork: true } }).then(
      (operation) => endOf(editor, operation),
      ({ reply }) => reply.code,
    ),
  ).toBe('not-found');
});
