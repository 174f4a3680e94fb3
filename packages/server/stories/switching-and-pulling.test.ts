import {
  abortMerge,
  commitAndPush,
  createBranch,
  getCheckoutStatus,
  listBranches,
  type Operation,
  pullCheckout,
  pushCheckout,
  switchBranch,
} from '@notelab/contract';
import { type Client, createWorld, type World, waitForOperation } from '@notelab/dev-env';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type ConnectedProject, connectProject } from './a-connected-project.ts';
import { pushFromElsewhere, tipAtGitLab } from './elsewhere.ts';
import { inTerminal } from './in-a-terminal.ts';

const path = 'acme/analytics';
let world: World;
let editor: Client;
let connected: ConnectedProject;

beforeAll(async () => {
  world = await createWorld();
  const admin = await world.signInLinked('admin', 'maintainer');
  editor = await world.signInLinked('editor', 'developer');
  connected = await connectProject(world, admin, path, { by: editor });
});
afterAll(() => world?.close());

const inCheckout = () => ({ params: { checkoutId: connected.checkout.id } });
const shell = (script: string) => inTerminal(world, connected.project, `cd analytics\n${script}`);
const ended = (operation: Operation) => waitForOperation(editor, operation);
const pull = async () => ended(await editor.call(pullCheckout, inCheckout()));
const switchTo = async (branch: string, where: 'local' | 'remote') =>
  ended(await editor.call(switchBranch, { ...inCheckout(), body: { branch, where } }));
const commit = async (message: string, paths: string[]) =>
  ended(await editor.call(commitAndPush, { ...inCheckout(), body: { message, paths } }));
/** Everything that a person could lose: commits, branches, what is staged, every file. */
const everything = () =>
  shell(
    'git rev-parse HEAD refs/heads/*; git diff --cached --raw; git status --short; grep -r "" . --exclude-dir=.git | sort',
  );

describe('both sides have new commits', () => {
  test('the push is not tried; the commit is kept, and the next step is to pull', async () => {
    await pushFromElsewhere(world, path, 'echo theirs > theirs.txt');
    const tip = await tipAtGitLab(world, path, 'main');
    await shell('echo mine > mine.txt; echo unfinished >> README.md');
    const refused = await commit('Mine', ['mine.txt']);
    expect(refused.problem).toMatchObject({ code: 'push-moved' });
    expect(refused.problem!.detail).toBe(
      'GitLab has a commit that you do not have yet. Your commit is kept here.',
    );
    const { ahead, behind, changes } = await editor.call(getCheckoutStatus, inCheckout());
    expect({ ahead, behind, changes: changes.map((change) => change.path) }).toEqual({
      ahead: 1,
      behind: 1,
      changes: ['README.md'],
    });
    expect(await tipAtGitLab(world, path, 'main')).toBe(tip);
  });

  test('the pull merges, as who pulls, and unfinished changes are there afterwards', async () => {
    const before = await shell('git rev-parse HEAD');
    expect((await pull()).outcome).toMatchObject({
      kind: 'merged',
      way: 'merge',
      from: before,
      fileCount: 1,
    });
    const said = await shell('git log -1 --format="%an|%cn|%s"; git status --short; cat theirs.txt');
    expect(said.split('\n')).toEqual([
      expect.stringMatching(/^(.+)\|\1\|Merge branch 'main' of http.*acme\/analytics$/),
      ' M README.md',
      'theirs',
    ]);
  });

  test('a branch of its own takes the commit to GitLab', async () => {
    await ended(await editor.call(createBranch, { ...inCheckout(), body: { name: 'mine' } }));
    expect((await ended(await editor.call(pushCheckout, inCheckout()))).outcome).toMatchObject({
      kind: 'pushed',
      branch: 'mine',
    });
    expect(await tipAtGitLab(world, path, 'mine')).toBe(await shell('git rev-parse HEAD'));
  });
});

describe('local changes in the way', () => {
  beforeEach(() => shell('git switch -q main; git reset -q --hard origin/main; git clean -fdq'));

  test('of a pull are set aside and given back; what does not fit is a conflict, and abort undoes it all', async () => {
    await pushFromElsewhere(
      world,
      path,
      `echo theirs >> README.md; echo theirs > 'new "file".txt'; mkdir -p folder; echo theirs > folder/inside.txt`,
    );
    await shell(
      `echo mine >> README.md; echo mine > 'new "file".txt'; echo mine > folder; echo mine > harmless.txt`,
    );
    const before = await everything();
    const { outcome } = await pull();
    expect(outcome).toMatchObject({ kind: 'conflicts' });
    const { ongoing, head } = await editor.call(getCheckoutStatus, inCheckout());
    expect(ongoing).toMatchObject({ kind: 'give-back', begun: { by: 'Editor' }, holdsChanges: true });
    expect(ongoing!.files.map((file) => file.path)).toEqual(
      expect.arrayContaining(['README.md', 'new "file".txt']),
    );
    expect(await shell('cat harmless.txt folder/inside.txt')).toBe('mine\ntheirs');
    expect((await ended(await editor.call(abortMerge, inCheckout()))).outcome).toEqual({ kind: 'aborted' });
    expect(await everything()).toBe(before);
    expect(head).toEqual({ kind: 'branch', name: 'main' });
  });

  test('of a switch are named, and nothing changes; others come along', async () => {
    const changed = (await shell('git diff --name-only main origin/feature/churn-v2 | head -1')).trim();
    await shell(`echo mine >> '${changed}'; echo mine > harmless.txt`);
    const before = await everything();
    const refused = await switchTo('feature/churn-v2', 'remote');
    expect(refused.problem).toMatchObject({ code: 'changes-need-choice', files: [changed] });
    expect(await everything()).toBe(before);
    expect((await editor.call(getCheckoutStatus, inCheckout())).head).toEqual({
      kind: 'branch',
      name: 'main',
    });

    await shell(`git checkout -q '${changed}'`);
    expect((await switchTo('feature/churn-v2', 'remote')).outcome).toEqual({
      kind: 'switched',
      branch: 'feature/churn-v2',
    });
    expect(await shell('cat harmless.txt')).toBe('mine');
  });

  test('that are ignored files count too: they are nobody’s to overwrite', async () => {
    await shell('mkdir -p .git/info; echo secret.env > .git/info/exclude; echo mine > secret.env');
    await pushFromElsewhere(world, path, 'echo theirs > secret.env');
    expect((await pull()).problem).toMatchObject({ code: 'local-changes-in-the-way', files: ['secret.env'] });
    expect(await shell('cat secret.env; rm secret.env')).toBe('mine');
    expect((await pull()).outcome).toMatchObject({ kind: 'updated' });
  });
});

describe('a branch that GitLab does not have any more', () => {
  test('cannot be pulled; the local one is untouched and its name is told', async () => {
    await pushFromElsewhere(
      world,
      path,
      'git switch -q -c short-lived; echo x > x.txt; git config push.autoSetupRemote true',
    );
    await pull();
    expect((await switchTo('short-lived', 'remote')).outcome).toMatchObject({ kind: 'switched' });
    await pushFromElsewhere(world, path, 'git push -q origin --delete short-lived; echo y > y.txt');
    const refused = await pull();
    expect(refused.problem).toMatchObject({ code: 'branch-gone' });
    expect(refused.problem!.detail).toBe(
      '“origin/short-lived” is not on GitLab (any more). Your local branch is untouched.',
    );
    expect(await shell('git branch --show-current; cat x.txt')).toBe('short-lived\nx');
    const names = (await editor.call(listBranches, inCheckout())).map(({ name, where, upstreamGone }) => ({
      name,
      where,
      upstreamGone,
    }));
    expect(names).toContainEqual({ name: 'short-lived', where: 'local', upstreamGone: true });
  });
});
