import {
  createBranch,
  deleteBranch,
  forgetLeftChanges,
  getBranchDeletion,
  giveBackChanges,
  listAuditLog,
  listBranches,
  listLeftChanges,
  listRecoveryPoints,
  listStartPoints,
  type Operation,
  publishBranch,
  renameBranch,
  switchBranch,
} from '@notelab/contract';
import { type Client, createWorld, type World, waitForOperation } from '@notelab/dev-env';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type ConnectedProject, connectProject } from './a-connected-project.ts';
import { gitAtGitLab, pushFromElsewhere, tipAtGitLab } from './elsewhere.ts';
import { inTerminal } from './in-a-terminal.ts';

const path = 'acme/analytics';
let world: World;
let admin: Client;
let editor: Client;
let connected: ConnectedProject;

beforeAll(async () => {
  world = await createWorld();
  admin = await world.signInLinked('admin', 'maintainer');
  editor = await world.signInLinked('editor', 'developer');
  connected = await connectProject(world, admin, path, { by: editor });
  await shell(`git switch -qc other; echo other > README.md; git commit -qam Other; git switch -q main`);
});
afterAll(() => world?.close());

const inCheckout = () => ({ params: { checkoutId: connected.checkout.id } });
const shell = (script: string) => inTerminal(world, connected.project, `cd analytics\n${script}`);
const ended = async (operation: Promise<Operation>) => waitForOperation(editor, await operation);
const switchTo = (branch: string, changes?: 'leave' | 'bring') =>
  ended(editor.call(switchBranch, { ...inCheckout(), body: { branch, where: 'local', changes } }));
const left = () => editor.call(listLeftChanges, inCheckout());
const branch = async (name: string) =>
  (await editor.call(listBranches, inCheckout())).find((one) => one.name === name);

describe('local changes in the way of a switch', () => {
  beforeEach(() => shell('git switch -q main; git reset -q --hard; git clean -fdq'));

  test('are left on their branch, shown there, and given back to whoever comes back', async () => {
    await shell('echo mine > README.md; echo mine > new.txt');
    const asked = await switchTo('other');
    expect(asked.problem).toMatchObject({
      code: 'changes-need-choice',
      files: ['README.md'],
      move: { kind: 'switch', branch: 'other', where: 'local' },
    });
    expect((await switchTo('other', 'leave')).outcome).toEqual({
      kind: 'switched',
      branch: 'other',
      left: { branch: 'main', fileCount: 2 },
    });
    expect(await shell('cat README.md; git status --short')).toBe('other');
    expect(await left()).toMatchObject([
      { branch: 'main', fileCount: 2, files: ['README.md', 'new.txt'], by: 'Editor' },
    ]);
    expect(await branch('main')).toMatchObject({ leftFileCount: 2 });
    // A recovery point was kept as well.
    const [point] = await editor.call(listRecoveryPoints, inCheckout());
    expect(point).toMatchObject({
      reason: 'Before switching to “other”',
      branch: 'main',
      holdsChanges: true,
    });

    expect((await switchTo('main')).outcome).toEqual({
      kind: 'switched',
      branch: 'main',
      givenBackFileCount: 2,
    });
    expect(await shell('cat README.md new.txt')).toBe('mine\nmine');
    expect(await left()).toEqual([]);
  });

  test('that cannot be brought along are named, and nothing changes', async () => {
    await shell('echo mine > README.md');
    expect((await switchTo('other', 'bring')).problem).toMatchObject({
      code: 'changes-do-not-apply',
      files: ['README.md'],
    });
    expect(await shell('git branch --show-current; cat README.md')).toBe('main\nmine');
  });

  test('that are ignored files are neither left nor overwritten', async () => {
    await shell(
      'git switch -q other; echo theirs > x.env; git add x.env; git commit -qm Env; git switch -q main; mkdir -p .git/info; echo "*.env" > .git/info/exclude; echo secret > x.env',
    );
    for (const changes of [undefined, 'leave', 'bring'] as const)
      expect((await switchTo('other', changes)).problem).toMatchObject({
        code: 'unkept-files-in-the-way',
        files: ['x.env'],
      });
    expect(await shell('cat x.env; rm x.env; git branch --show-current')).toBe('secret\nmain');
    expect(await left()).toEqual([]);
  });

  test('that do not fit any more stay left, until they are brought onto a branch of their own', async () => {
    await shell('echo mine > README.md');
    await switchTo('other', 'leave');
    await shell(
      'git switch -q main; echo meanwhile > README.md; git commit -qam Meanwhile; git switch -q other',
    );
    expect((await switchTo('main')).outcome).toMatchObject({ branch: 'main', notGivenBack: ['README.md'] });
    const [{ id: leftId } = { id: '' }] = await left();
    const giveBack = (newBranch?: string) =>
      ended(
        editor.call(giveBackChanges, {
          params: { ...inCheckout().params, leftId },
          body: { newBranch },
        }),
      );
    expect((await giveBack()).problem).toMatchObject({ code: 'left-changes-conflict', files: ['README.md'] });
    expect((await giveBack('mine')).outcome).toEqual({ kind: 'given-back', branch: 'mine', fileCount: 1 });
    expect(await shell('cat README.md; git log -1 --format=%s')).not.toContain('Meanwhile');
    expect(await left()).toEqual([]);
    await shell(
      'git checkout -q README.md; git switch -q main; git branch -qD mine; git reset -q --hard origin/main',
    );
  });

  test('that do not fit any more are given back with conflicts, to be resolved', async () => {
    await shell('echo mine > README.md; echo mine > new.txt');
    await switchTo('other', 'leave');
    await shell('git switch -q main; echo meanwhile > README.md; git commit -qam Meanwhile');
    const [{ id: leftId } = { id: '' }] = await left();
    const params = { ...inCheckout().params, leftId };
    const { outcome } = await ended(editor.call(giveBackChanges, { params, body: { withConflicts: true } }));
    expect(outcome).toEqual({ kind: 'conflicts', fileCount: 1 });
    expect(await shell('git status --short; cat new.txt')).toBe('UU README.md\nA  new.txt\nmine');
    expect(await left()).toEqual([]);
    await shell('git reset -q --hard origin/main');
  });

  test('that are let go of are kept as a recovery point', async () => {
    await shell('echo mine > README.md');
    await switchTo('other', 'leave');
    const [{ id: leftId } = { id: '' }] = await left();
    const params = { ...inCheckout().params, leftId };
    expect((await ended(editor.call(forgetLeftChanges, { params }))).outcome).toMatchObject({
      kind: 'discarded',
      fileCount: 1,
    });
    expect((await switchTo('main')).outcome).toEqual({ kind: 'switched', branch: 'main' });
    expect(await left()).toEqual([]);
  });
});

test('a branch begins at a tag, at a commit, or at another branch', async () => {
  await shell('git tag v1.0 main~0; git switch -q main');
  const found = await editor.call(listStartPoints, { ...inCheckout(), query: { search: 'v1' } });
  expect(found).toMatchObject([{ kind: 'tag', name: 'v1.0' }]);
  const oid = await shell('git rev-parse other');
  const create = (name: string, from: { kind: 'tag' | 'commit' | 'remote'; name: string }) =>
    ended(editor.call(createBranch, { ...inCheckout(), body: { name, from } }));
  expect((await create('from/tag', { kind: 'tag', name: 'v1.0' })).outcome).toMatchObject({
    kind: 'switched',
  });
  await create('from/commit', { kind: 'commit', name: oid.slice(0, 9) });
  expect(await shell('git rev-parse HEAD')).toBe(oid);
  expect((await create('from', { kind: 'remote', name: 'main' })).problem).toMatchObject({
    code: 'branch-exists',
    detail: expect.stringContaining('folder'),
  });
  expect((await create('x', { kind: 'remote', name: 'gone' })).problem).toMatchObject({
    code: 'branch-gone',
  });
  await shell('git switch -q main');
});

describe('a branch is', () => {
  const publish = (name: string) =>
    ended(editor.call(publishBranch, { ...inCheckout(), body: { branch: name } }));
  const look = (name: string, where: 'local' | 'remote' = 'local') =>
    editor.call(getBranchDeletion, { ...inCheckout(), query: { branch: name, where } });
  const remove = (name: string, from: 'here' | 'gitlab' | 'both', seenOnGitLab: string | null = null) =>
    ended(editor.call(deleteBranch, { ...inCheckout(), body: { branch: name, from, seenOnGitLab } }));

  test('published without being the current one, and follows GitLab’s', async () => {
    await shell('git switch -q main; git branch work/#7 other');
    expect((await publish('work/#7')).outcome).toMatchObject({ kind: 'pushed', branch: 'work/#7' });
    expect(await branch('work/#7')).toMatchObject({ upstream: 'work/#7', ahead: 0 });
    expect(await tipAtGitLab(world, path, 'work/#7')).toBe(await shell('git rev-parse work/#7'));
  });

  test('renamed here; GitLab’s keeps its name', async () => {
    const body = { branch: 'work/#7', name: 'work/eight' };
    expect((await ended(editor.call(renameBranch, { ...inCheckout(), body }))).outcome).toEqual({
      kind: 'branch-renamed',
      from: 'work/#7',
      to: 'work/eight',
    });
    expect(await branch('work/eight')).toMatchObject({ where: 'local', upstream: null });
    expect(await branch('work/#7')).toMatchObject({ where: 'remote' });
  });

  test('deleted here after its own commits were listed, and brought back', async () => {
    await shell('git switch -qc own; echo own > own.txt; git add .; git commit -qm Own; git switch -q main');
    const tip = await shell('git rev-parse own');
    expect(await look('own')).toMatchObject({
      onlyHere: { count: 1, commits: [{ subject: 'Own' }] },
      onGitLab: null,
    });
    expect((await remove('main', 'here')).problem).toMatchObject({ code: 'branch-in-use' });
    expect((await remove('own', 'here')).outcome).toEqual({
      kind: 'branch-deleted',
      branch: 'own',
      from: 'here',
      commit: tip,
    });
    const [point] = await editor.call(listRecoveryPoints, inCheckout());
    expect(point).toMatchObject({ reason: 'Before deleting “own”', branch: 'own', commit: tip });
  });

  test('deleted on GitLab only as it was seen, by a pass for this deletion alone', async () => {
    const { onGitLab } = await look('work/#7', 'remote');
    await pushFromElsewhere(world, path, 'echo more > more.txt', { branch: 'work/#7' });
    expect((await remove('work/#7', 'gitlab', onGitLab!.commit)).problem).toMatchObject({
      code: 'branch-moved',
    });
    const again = await look('work/#7', 'remote');
    expect(again.onlyHereAndOnGitLab.count).toBe(1);
    expect((await remove('work/#7', 'gitlab', again.onGitLab!.commit)).outcome).toMatchObject({
      kind: 'branch-deleted',
      from: 'gitlab',
    });
    expect((await gitAtGitLab(world, path, 'branch', '--list', 'work/*')).toString()).toBe('');
    expect(await branch('work/#7')).toBe(undefined);
    expect(await shell(`git cat-file -t ${again.onGitLab!.commit}`)).toBe('commit');
  });

  test('kept where GitLab refuses, here too', async () => {
    await shell('git switch -q other');
    const { onGitLab } = await look('main');
    const refused = await remove('main', 'both', onGitLab!.commit);
    expect(refused.problem).toMatchObject({
      code: 'branch-undeletable',
      raw: expect.stringContaining('default branch'),
    });
    expect(await branch('main')).toMatchObject({ where: 'local' });
  });

  test('in the audit log, whatever was done with it', async () => {
    const params = { workspaceId: world.workspaceId };
    const { entries } = await admin.call(listAuditLog, { params, query: {} });
    const of = (action: string) => entries.find((entry) => entry.action === action)?.details;
    expect(of('branch-created')).toMatchObject({ ref: 'from/commit' });
    expect(of('branch-published')).toMatchObject({ ref: 'work/#7', old: 'new' });
    expect(of('branch-renamed')).toMatchObject({ old: 'work/#7', ref: 'work/eight' });
    expect(of('branch-deleted')).toMatchObject({ ref: 'work/#7', from: 'gitlab' });
    expect(of('changes-given-back')).toMatchObject({ ref: 'mine', files: '1' });
  });
});
