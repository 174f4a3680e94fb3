import {
  abortMerge,
  commitAndPush,
  finishMerge,
  getCheckoutStatus,
  getConflict,
  listCheckouts,
  listRecoveryPoints,
  type Operation,
  pullCheckout,
  pushCheckout,
  reopenConflict,
  resolveConflict,
  setPullWay,
  switchBranch,
} from '@notelab/contract';
import { type Client, createWorld, type World, waitForOperation } from '@notelab/dev-env';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type ConnectedProject, connectProject, endOf } from './a-connected-project.ts';
import { pushFromElsewhere, tipAtGitLab } from './elsewhere.ts';
import { inTerminal } from './in-a-terminal.ts';

const path = 'acme/analytics';
let world: World;
let admin: Client;
let editor: Client;
let viewer: Client;
let connected: ConnectedProject;

beforeAll(async () => {
  world = await createWorld();
  admin = await world.signInLinked('admin', 'maintainer');
  editor = await world.signInLinked('editor', 'developer');
  viewer = await world.signIn('viewer');
  connected = await connectProject(world, admin, path, { by: editor });
});
afterAll(() => world?.close());

const inCheckout = () => ({ params: { checkoutId: connected.checkout.id } });
const shell = (script: string) => inTerminal(world, connected.project, `cd analytics\n${script}`);
const pull = async () => waitForOperation(editor, await editor.call(pullCheckout, inCheckout()));
const end = async (operation: Promise<Operation>) => endOf(editor, await operation);
const ongoing = async (by = editor) => (await by.call(getCheckoutStatus, inCheckout())).ongoing;
const conflict = (file: string) => editor.call(getConflict, { ...inCheckout(), query: { path: file } });
const decide = async (file: string, text: string, by = editor) => {
  const { key } = await conflict(file);
  const body = { path: file, key, decision: { kind: 'text' as const, text } };
  return end(by.call(resolveConflict, { ...inCheckout(), body }));
};

const cell = (source: string) =>
  `{"cells": [{"cell_type": "code", "execution_count": 1, "id": "a", "metadata": {}, "outputs": [], "source": ["${source}"]}], "metadata": {}, "nbformat": 4, "nbformat_minor": 5}`;

/** Commits on both sides that touch the same line, and the same cell. */
async function disagree(round: number) {
  await shell('git reset -q --hard origin/main');
  const change = (who: string) =>
    `printf '%s' '${cell(`${who} = ${round}`)}' > n.ipynb; echo ${who} ${round} > a.txt`;
  await pushFromElsewhere(world, path, change('base'));
  await pull();
  await pushFromElsewhere(world, path, change('theirs'));
  await shell(`${change('mine')}; git add -A; git commit -qm Mine; echo unfinished > README.md`);
}

test('conflicts of a pull are resolved by two people, file by file, and what comes out is pushed', async () => {
  await disagree(1);
  const { outcome, status } = await pull();
  expect([status, outcome]).toEqual(['done', { kind: 'conflicts', fileCount: 2 }]);
  expect(await ongoing(viewer)).toEqual({
    kind: 'merge',
    begun: { by: 'Editor', at: expect.any(String) },
    sides: { mine: 'Yours', theirs: 'GitLab’s main' },
    step: null,
    holdsChanges: true,
    files: [
      { path: 'a.txt', kind: 'both-changed', resolved: false },
      { path: 'n.ipynb', kind: 'both-changed', resolved: false },
    ],
    openCount: 2,
  });
  expect(await shell('cat n.ipynb')).toBe(cell('mine = 1'));
  expect(await conflict('a.txt')).toMatchObject({
    content: 'text',
    base: 'base 1\n',
    mine: 'mine 1\n',
    theirs: 'theirs 1\n',
  });
  expect(await conflict('n.ipynb')).toMatchObject({ content: 'notebook', theirs: cell('theirs = 1') });

  expect(await end(editor.call(finishMerge, inCheckout()))).toBe('conflicts');
  expect(await decide('a.txt', 'agreed\n', admin)).toBe('resolved');
  const body = { path: 'a.txt' };
  expect(await end(editor.call(reopenConflict, { ...inCheckout(), body }))).toBe('reopened');
  expect(await decide('a.txt', 'agreed at last\n')).toBe('resolved');
  expect(await decide('n.ipynb', cell('both = 1'))).toBe('resolved');
  expect(await ongoing()).toMatchObject({ openCount: 0, files: [{ resolved: true }, { resolved: true }] });

  expect(await end(admin.call(finishMerge, inCheckout()))).toBe('merged');
  expect(await ongoing()).toBeNull();
  expect(await shell('git show HEAD:a.txt; git show HEAD:n.ipynb; cat README.md; git status --short')).toBe(
    `agreed at last\n${cell('both = 1')}unfinished\n M README.md`,
  );
  expect(await end(editor.call(pushCheckout, inCheckout()))).toBe('pushed');
  expect(await tipAtGitLab(world, path, 'main')).toBe(await shell('git rev-parse HEAD'));
});

describe('while conflicts wait', () => {
  beforeEach(async () => {
    await shell('git merge --abort 2>/dev/null || true; git reset -q --hard; git clean -fdq');
  });

  test('other actions say that a merge is under way; abort brings everything back', async () => {
    await disagree(2);
    const before = await shell('git rev-parse HEAD; cat README.md a.txt n.ipynb; git status --short');
    await pull();
    await decide('a.txt', 'half of the work\n');
    const commit = { message: 'x', paths: ['README.md'] };
    for (const action of [
      editor.call(pullCheckout, inCheckout()),
      editor.call(commitAndPush, { ...inCheckout(), body: commit }),
      editor.call(switchBranch, { ...inCheckout(), body: { branch: 'feature/churn-v2', where: 'remote' } }),
    ])
      expect(await end(action)).toBe('merge-in-progress');
    expect(await end(editor.call(abortMerge, inCheckout()))).toBe('aborted');
    expect(await shell('git rev-parse HEAD; cat README.md a.txt n.ipynb; git status --short')).toBe(before);
    expect(await ongoing()).toBeNull();
    const points = await editor.call(listRecoveryPoints, inCheckout());
    expect(points.map(({ reason }) => reason)).toEqual(
      expect.arrayContaining(['Before aborting a merge', 'Before pulling main']),
    );
    expect(await end(editor.call(abortMerge, inCheckout()))).toBe('nothing-under-way');
  });

  test('a decision about what is decided, about another conflict, or that is no notebook is refused', async () => {
    await disagree(3);
    await pull();
    const refusal = (file: string, key: string, text: string) => {
      const body = { path: file, key, decision: { kind: 'text' as const, text } };
      return editor
        .call(resolveConflict, { ...inCheckout(), body })
        .then((operation) => endOf(editor, operation))
        .catch(({ reply }) => reply.code);
    };
    const { key } = await conflict('n.ipynb');
    expect(await refusal('n.ipynb', key, '<<<<<<< ours\n')).toBe('invalid-input');
    expect(await refusal('n.ipynb', 'other', cell('x'))).toBe('conflict-changed');
    expect(await refusal('../n.ipynb', key, 'x')).toBe('invalid-input');
    expect(await refusal('.git/config', key, 'x')).toBe('path-invalid');
    expect(await refusal('README.md', key, 'x')).toBe('conflict-changed');
    expect(await end(editor.call(abortMerge, inCheckout()))).toBe('aborted');
  });

  test('a checkout that is set to rebase replays the own commits, one after the other', async () => {
    await disagree(4);
    await editor.call(setPullWay, { ...inCheckout(), body: { pullWay: 'rebase' } });
    const [checkout] = await editor.call(listCheckouts, { params: { projectId: connected.project.id } });
    expect(checkout).toMatchObject({ pullWay: 'rebase' });
    expect((await pull()).outcome).toEqual({ kind: 'conflicts', fileCount: 2 });
    expect(await ongoing()).toMatchObject({
      kind: 'rebase',
      sides: { mine: 'Yours', theirs: 'GitLab’s main' },
      step: { at: 1, of: 1, subject: 'Mine' },
    });
    expect(await conflict('a.txt')).toMatchObject({ mine: 'mine 4\n', theirs: 'theirs 4\n' });
    for (const file of ['a.txt', 'n.ipynb']) {
      const { key } = await conflict(file);
      const body = { path: file, key, decision: { kind: 'keep' as const, side: 'mine' as const } };
      expect(await end(editor.call(resolveConflict, { ...inCheckout(), body }))).toBe('resolved');
    }
    expect(await end(editor.call(finishMerge, inCheckout()))).toBe('merged');
    expect(
      await shell('git log -1 --format=%an:%s; cat a.txt README.md; git rev-list --count HEAD...origin/main'),
    ).toBe('Shell:Mine\nmine 4\nunfinished\n1');
  });
});
