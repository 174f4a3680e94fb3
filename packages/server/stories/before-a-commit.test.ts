import {
  type CommitChoices,
  commitAndPush,
  discardHunks,
  getCheckoutStatus,
  getFileHunks,
  getPreflight,
  ignoreFiles,
  listRecoveryPoints,
  moveCommits,
  type Operation,
  readFile,
  trackWithLfs,
  type UserId,
  undoLastCommit,
  writeFile,
} from '@notelab/contract';
import { type Client, createWorld, type World, waitForOperation } from '@notelab/dev-env';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ConnectedProject, connectProject, endOf } from './a-connected-project.ts';
import { gitAtGitLab, pushFromElsewhere, tipAtGitLab } from './elsewhere.ts';
import { inTerminal, putFile } from './in-a-terminal.ts';

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
});
afterAll(() => world?.close());

const inCheckout = () => ({ params: { checkoutId: connected.checkout.id } });
const preflight = () => editor.call(getPreflight, inCheckout());
const shell = (script: string) => inTerminal(world, connected.project, `cd analytics\n${script}`);
const inProject = () => ({ params: { projectId: connected.project.id } });
const save = (who: Client, file: string, text: string) =>
  who.call(writeFile, { ...inProject(), body: { path: `analytics/${file}`, text, etag: null } });
const commit = (body: { message: string; paths: string[]; newBranch?: string } & CommitChoices) =>
  editor.call(commitAndPush, { ...inCheckout(), body });
const ended = async (operation: Promise<Operation>) => waitForOperation(editor, await operation);
const changed = async () =>
  (await editor.call(getCheckoutStatus, inCheckout())).changes.map((change) => change.path);
const atGitLab = async (...args: string[]) => (await gitAtGitLab(world, path, ...args)).toString();

const lines = (edit: Record<number, string> = {}) =>
  `${Array.from({ length: 30 }, (_, index) => edit[index] ?? `line ${index}`).join('\n')}\n`;
const notebook = (source: string, outputs: string) =>
  `{"cells": [{"cell_type": "code", "execution_count": ${outputs ? 1 : 'null'}, "metadata": {}, "outputs": [${outputs}], "source": "${source}"}], "metadata": {}, "nbformat": 4, "nbformat_minor": 4}\n`;
const output = '{"output_type": "stream", "name": "stdout", "text": "1"}';

describe('the preflight', () => {
  test('has nothing to say of a checkout without changes, on a branch one may push to', async () => {
    expect(await preflight()).toEqual({
      push: { kind: 'open' },
      behind: 0,
      movedOnGitLab: false,
      large: [],
      notebooks: [],
      secrets: [],
      unsearchedCount: 0,
      lfs: true,
      coAuthors: [],
      amendable: null,
    });
  });

  test('names large files, notebooks with outputs, secrets that are new, and who else has edited', async () => {
    const token = ['glpat', 'aB3dE5gH7jK9mN1pQ2rS'].join('-');
    await shell(
      'head -c 11000000 /dev/zero > model.bin; ln -s /etc/passwd link; mkdir -p nested; git init -q nested',
    );
    await save(editor, 'run.ipynb', notebook('a', output));
    await save(editor, 'clean.ipynb', notebook('a', ''));
    await save(admin, 'config.py', `# mine\nTOKEN = "${token}"\n`);
    await save(admin, 'README.md', lines());
    const found = await preflight();
    expect(found).toMatchObject({
      large: [{ path: 'model.bin', sizeBytes: 11_000_000, untracked: true }],
      notebooks: [{ path: 'run.ipynb', outputCount: 1, onlyOutputs: false }],
      secrets: [
        { path: 'config.py', line: 2, looksLike: 'a GitLab token', excerpt: 'TOKEN = "glpa••••••••"' },
      ],
      coAuthors: [{ username: 'maintainer', fileCount: 2 }],
    });
    expect(JSON.stringify(found)).not.toContain(token);
  });

  test('a file can be kept by Git LFS, or ignored, from then on', async () => {
    await shell('head -c 11000000 /dev/zero > other.bin');
    await editor.call(trackWithLfs, { ...inCheckout(), body: { paths: ['other.bin'] } });
    expect((await preflight()).large.map((file) => file.path)).toEqual(['model.bin']);
    await editor.call(ignoreFiles, { ...inCheckout(), body: { paths: ['model.bin'] } });
    expect(await changed()).not.toContain('model.bin');
    expect((await preflight()).large).toEqual([]);
  });
});

test('a commit of parts, without outputs, with a co-author: GitLab has just that, the disk all of it', async () => {
  await ended(commit({ message: 'Begin', paths: ['README.md'] }));
  await save(editor, 'README.md', lines({ 2: 'first', 27: 'second' }));
  const query = { path: 'README.md' };
  const { hunks } = await editor.call(getFileHunks, { ...inCheckout(), query });
  expect(hunks!.map(({ oldStart }) => oldStart)).toEqual([1, 25]);
  await save(admin, 'other.txt', 'x\n');
  const [coAuthor] = (await preflight()).coAuthors;
  const { outcome } = await ended(
    commit({
      message: 'Say more',
      paths: ['run.ipynb'],
      parts: [{ path: 'README.md', hunks: [hunks![0]!.id] }],
      withoutOutputs: ['run.ipynb'],
      coAuthors: [coAuthor!.userId],
    }),
  );
  expect(outcome).toMatchObject({ kind: 'pushed', branch: 'main' });
  expect(await atGitLab('show', 'main:README.md')).toBe(lines({ 2: 'first' }));
  expect(await atGitLab('show', 'main:run.ipynb')).toBe(notebook('a', ''));
  expect(await atGitLab('log', '-1', '--format=%B', 'main')).toMatch(
    /^Say more\n\nCo-authored-by: .+ <maintainer@.+>\n/,
  );
  const onDisk = { ...inProject(), query: { path: 'analytics/run.ipynb' } };
  expect((await editor.call(readFile, onDisk)).text).toBe(notebook('a', output));
  expect(await changed()).toEqual(expect.arrayContaining(['README.md', 'run.ipynb']));
  expect((await preflight()).notebooks).toEqual([{ path: 'run.ipynb', outputCount: 1, onlyOutputs: true }]);
});

test('more files than a page lists are committed without naming each, but those that are left out', async () => {
  const allExcept = [...(await changed()), 'many/3'];
  await shell('mkdir many; for name in 1 2 3; do echo x > many/$name; done');
  await ended(commit({ message: 'Many', paths: [], allExcept }));
  expect(await atGitLab('ls-tree', '--name-only', 'main', 'many/')).toBe('many/1\nmany/2\n');
  expect(await changed()).toEqual(expect.arrayContaining(allExcept));
});

test('nobody is named as co-author who is no member with an account', async () => {
  const coAuthors = ['z'.repeat(20) as UserId];
  const { problem } = await ended(commit({ message: 'x', paths: ['other.txt'], coAuthors }));
  expect(problem?.code).toBe('invalid-input');
  expect(await changed()).toContain('other.txt');
});

test('a part is discarded, with a way back; hunks of yesterday are refused', async () => {
  const query = { path: 'README.md' };
  const { hunks } = await editor.call(getFileHunks, { ...inCheckout(), query });
  const body = { path: 'README.md', hunks: [hunks![0]!.id] };
  expect(await endOf(editor, await editor.call(discardHunks, { ...inCheckout(), body }))).toBe('discarded');
  expect(await changed()).not.toContain('README.md');
  const [point] = await editor.call(listRecoveryPoints, inCheckout());
  expect(point).toMatchObject({ reason: 'Before discarding a change in README.md', holdsChanges: true });
  expect(await endOf(editor, await editor.call(discardHunks, { ...inCheckout(), body }))).toBe(
    'hunks-changed',
  );
  const parts = [body];
  expect((await ended(commit({ message: 'x', paths: [], parts }))).problem?.code).toBe('hunks-changed');
});

test('a branch that is protected: said before; after a refused push the commits move, and the branch goes back', async () => {
  world.sandbox.setProtected(path, 'main', true);
  expect((await preflight()).push).toEqual({ kind: 'protected' });
  const tip = await tipAtGitLab(world, path, 'main');
  const refused = await ended(commit({ message: 'Refused', paths: ['other.txt'] }));
  expect(refused.problem?.code).toBe('push-protected');
  const { amendable } = await preflight();
  expect(amendable?.message).toBe('Refused');

  const amended = await ended(commit({ message: 'Refused, in better words', paths: [], amend: true }));
  expect(amended.problem?.code).toBe('push-protected');
  const moving = editor.call(moveCommits, { ...inCheckout(), body: { branch: 'say/more' } });
  expect((await ended(moving)).outcome).toMatchObject({ kind: 'pushed', branch: 'say/more' });
  expect(await atGitLab('log', '-2', '--format=%s', 'say/more')).toMatch(
    /^Refused, in better words\n(?!Refused)/,
  );
  expect(await shell('git rev-parse main')).toBe(tip);
  expect(await preflight()).toMatchObject({ push: { kind: 'open' }, amendable: null });
  world.sandbox.setProtected(path, 'main', false);
});

test('the last commit is undone while only Notelab has it, and no more afterwards', async () => {
  world.sandbox.faults.set({ match: 'git-receive-pack', kind: 'status', status: 503 });
  await save(editor, 'mine.txt', 'mine\n');
  await ended(commit({ message: 'Too early\n\nReally.', paths: ['mine.txt'] }));
  world.sandbox.faults.clear();
  const { amendable } = await preflight();
  const body = { oid: amendable!.oid };
  const undone = await ended(editor.call(undoLastCommit, { ...inCheckout(), body }));
  expect(undone.outcome).toEqual({ kind: 'undone', message: 'Too early\n\nReally.' });
  expect(await changed()).toContain('mine.txt');
  await ended(commit({ message: 'In time', paths: ['mine.txt'] }));
  const pushed = { oid: await tipAtGitLab(world, path, 'say/more') };
  const refused = await ended(editor.call(undoLastCommit, { ...inCheckout(), body: pushed }));
  expect(refused.problem?.code).toBe('already-pushed');
});

test('what GitLab has and the checkout does not is said, also before anybody fetched it', async () => {
  await pushFromElsewhere(world, path, 'echo elsewhere > elsewhere.txt', { branch: 'say/more' });
  expect(await preflight()).toMatchObject({ behind: 0, movedOnGitLab: true });
});

test('a GitLab that does not answer holds up nothing', async () => {
  world.sandbox.faults.set({ match: '/api/v4', kind: 'status', status: 503 });
  expect((await preflight()).push).toMatchObject({
    kind: 'unknown',
    problem: { code: 'gitlab-unavailable' },
  });
  world.sandbox.faults.clear();
});

test('names that are no UTF-8 and a checkout before its first commit do no harm', async () => {
  await putFile(world, connected.project, Buffer.from([...Buffer.from('analytics/caf'), 0xe9]), 'x');
  await shell('git symbolic-ref HEAD refs/heads/unborn; echo x > first.txt');
  expect(await preflight()).toMatchObject({ amendable: null, behind: 0 });
});
