import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import {
  connectIntegration,
  disconnectCheckout,
  getCheckoutStatus,
  getUnpushedWork,
  listCheckouts,
  listFiles,
  listRecoveryPoints,
  type Operation,
  reCloneCheckout,
  restoreRecoveryPoint,
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

const points = () => editor.call(listRecoveryPoints, inCheckout());
async function restoreLatest(reason: string): Promise<string> {
  const point = (await points()).find((one) => one.reason === reason)!;
  const params = { ...inCheckout().params, pointId: point.id };
  return endOf(editor, await editor.call(restoreRecoveryPoint, { params }));
}

describe('work that is only here', () => {
  const look = `git log -1 --format=%s; git log -1 --format=%s idea; git stash list | wc -l
    git status --short; cat 'new file.txt' cache.tmp`;
  const asItWas = `On main\nAn idea\n1\n M README.md\nM  added.txt\n?? "new file.txt"\nnew\nignored`;

  beforeAll(() =>
    shell(`cd analytics
      mkdir .git/info; echo '*.tmp' > .git/info/exclude; echo ignored > cache.tmp
      git switch -q -c idea; echo 1 > idea.txt; git add .; git commit -qm 'An idea'
      git switch -q main; echo 1 > main.txt; echo 1 > added.txt; git add .; git commit -qm 'On main'
      echo stashed >> README.md; git stash -q
      echo staged > added.txt; git add added.txt
      echo changed >> README.md; echo new > 'new file.txt'`),
  );

  test('is listed: commits with their branch, changed and new files, stashes, ignored files', async () => {
    const work = await editor.call(getUnpushedWork, inCheckout());
    expect(work).toMatchObject({
      changedFiles: ['added.txt', 'README.md'].sort(),
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

  test('stops a disconnection that nobody confirmed, before GitLab is asked for anything', async () => {
    const before = fetches();
    expect(await disconnect(false)).toMatchObject({
      status: 'failed',
      problem: { code: 'work-would-be-lost' },
    });
    expect(fetches()).toBe(before);
  });

  test('outlives a re-clone that GitLab breaks off', async () => {
    world.sandbox.faults.set({ match: 'git-upload-pack', kind: 'down' });
    expect(await reClone(false)).toMatchObject({ problem: { code: 'gitlab-unavailable' } });
    world.sandbox.faults.clear();
    expect(await shell(`cd analytics; ${look}`)).toBe(asItWas);
  });

  test('is a recovery point of the new clone, which is as GitLab has it; ignored files stay', async () => {
    expect((await reClone(false)).outcome).toEqual({ kind: 're-cloned' });
    expect(await editor.call(getUnpushedWork, inCheckout())).toMatchObject({
      changedFileCount: 0,
      untrackedFileCount: 0,
      ignoredFileCount: 1,
      commitCount: 0,
      stashCount: 0,
    });
    expect(await shell('cd analytics; cat cache.tmp; git branch --list | wc -l')).toBe('ignored\n1');
    expect(await points()).toMatchObject([
      {
        reason: 'Before the re-clone',
        by: 'Editor',
        branch: 'main',
        changedCount: 2,
        newCount: 1,
        branchCount: 2,
        stashCount: 1,
      },
    ]);
    expect(await readdir(join(world.dataDir, 'notelab/staging'))).toEqual([]);
  });

  test('comes back whole: commits, branches, stashes, staged, changed and new files', async () => {
    expect(await restoreLatest('Before the re-clone')).toBe('restored');
    expect(await shell(`cd analytics; ${look}; git fsck --no-dangling --no-progress`)).toBe(asItWas);
  });

  test('comes back after a disconnection, when the repository is connected again', async () => {
    expect((await disconnect(true)).outcome).toEqual({ kind: 'disconnected' });
    const { checkout, operation } = await editor.call(connectIntegration, {
      params: { projectId: connected.project.id },
      body: { integrationId: connected.integration.id },
    });
    expect(await endOf(editor, operation)).toBe('cloned');
    connected.checkout = checkout;
    expect(await editor.call(getUnpushedWork, inCheckout())).toMatchObject({ commitCount: 0, stashCount: 0 });
    expect(await restoreLatest('Before it was disconnected')).toBe('restored');
    expect(await shell(`cd analytics; ${look.replace(' cache.tmp', '')}`)).toBe(
      asItWas.replace('\nignored', ''),
    );
    expect(await readdir(join(world.dataDir, 'notelab/attic'))).toEqual([]);
    expect((await reClone(false)).outcome).toEqual({ kind: 're-cloned' });
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
    '%s: a confirmed re-clone mends it, and its files come back',
    async (_, script) => {
      await shell(`cd analytics; echo mine > mine.txt; echo changed > README.md; ${script}`);
      expect((await reClone(true)).outcome).toEqual({ kind: 're-cloned' });
      const { head, changes } = await editor.call(getCheckoutStatus, inCheckout());
      expect({ head, changes }).toEqual({ head: { kind: 'branch', name: 'main' }, changes: [] });
      expect(await shell('stat -c %F analytics/.git')).toBe('directory');
      expect(await restoreLatest('Before the re-clone')).toBe('restored');
      expect(
        await shell('cd analytics; git status --short; git stash list; git reset -q --hard; git clean -fdq'),
      ).toBe('M README.md\n?? mine.txt');
    },
  );

  test.each([
    ['a file', 'mv analytics elsewhere; echo mine > analytics'],
    ['a link', 'mv analytics elsewhere; ln -s elsewhere/analytics analytics'],
  ])(
    '%s in place of the folder: stays under another name, and so does what the link led to',
    async (_, script) => {
      await shell(script);
      await expect(editor.call(getCheckoutStatus, inCheckout())).rejects.toMatchObject({
        reply: { code: 'checkout-broken' },
      });
      expect((await reClone(false)).outcome).toEqual({ kind: 're-cloned' });
      expect(await shell('stat -c %F analytics; cd elsewhere/analytics && git status --short | wc -l')).toBe(
        'directory\n0',
      );
      expect(await shell('test -e "analytics (before the re-clone)" && rm analytics\\ \\(*; ls')).toBe(
        'analytics\nelsewhere',
      );
    },
  );

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
