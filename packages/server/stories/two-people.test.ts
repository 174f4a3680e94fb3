import {
  cancelOperation,
  commitAndPush,
  connectIntegration,
  discardChanges,
  disconnectCheckout,
  getCheckoutStatus,
  getMe,
  getProject,
  listFiles,
  listOperations,
  type Operation,
  pullCheckout,
  reCloneCheckout,
} from '@notelab/contract';
import { type Client, createWorld, type World, waitForOperation } from '@notelab/dev-env';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { ProblemError } from '../src/problem.ts';
import { type ConnectedProject, connectProject, endOf } from './a-connected-project.ts';
import { gitAtGitLab, pushFromElsewhere } from './elsewhere.ts';
import { inTerminal } from './in-a-terminal.ts';

const path = 'acme/analytics';
let world: World;
/** Admin in Notelab, `maintainer` on GitLab. */
let anna: Client;
/** Editor in Notelab, `developer` on GitLab. */
let ben: Client;
let connected: ConnectedProject;

beforeAll(async () => {
  world = await createWorld();
  anna = await world.signInLinked('admin', 'maintainer');
  ben = await world.signInLinked('editor', 'developer');
  connected = await connectProject(world, anna, path, { by: ben });
});
afterAll(() => world?.close());

const inProject = () => ({ params: { projectId: connected.project.id } });
const inCheckout = () => ({ params: { checkoutId: connected.checkout.id } });
const ends = (operations: Operation[]) =>
  Promise.all(operations.map((operation) => waitForOperation(anna, operation)));

/** Who asked GitLab for what since the count: `maintainer git-upload-pack` … */
async function askedGitLab(work: () => Promise<void>): Promise<Set<string>> {
  const before = world.sandbox.requests().length;
  await work();
  const made = world.sandbox.requests().slice(before);
  return new Set(made.flatMap(({ git, username }) => (git ? [`${username} ${git.service}`] : [])));
}

test('who clone into the same folder at once: one does, the other is told that it is taken', async () => {
  const connect = (by: Client) =>
    by.call(connectIntegration, {
      ...inProject(),
      body: { integrationId: connected.integration.id, folderName: 'together' },
    });
  const attempts = await Promise.allSettled([connect(anna), connect(ben)]);
  const began = attempts.flatMap((attempt) => (attempt.status === 'fulfilled' ? [attempt.value] : []));
  const refused = attempts.flatMap((attempt) =>
    attempt.status === 'rejected' ? [attempt.reason.reply] : [],
  );
  expect(began).toHaveLength(1);
  expect(refused).toMatchObject([{ code: 'folder-exists', next: 'choose-other-name' }]);
  expect(await endOf(anna, began[0]!.operation)).toBe('cloned');
  expect((await anna.call(getProject, inProject())).checkouts.map(({ folderName }) => folderName)).toEqual([
    'analytics',
    'together',
  ]);
});

test('who pull at once are served one after the other, each as themselves', async () => {
  await pushFromElsewhere(world, path, 'echo news > news.txt');
  const asked = await askedGitLab(async () => {
    const operations = await Promise.all([
      anna.call(pullCheckout, inCheckout()),
      ben.call(pullCheckout, inCheckout()),
    ]);
    const outcomes = (await ends(operations)).map(({ outcome }) => outcome?.kind);
    expect(outcomes.sort()).toEqual(['up-to-date', 'updated']);
  });
  expect(asked).toEqual(new Set(['maintainer git-upload-pack', 'developer git-upload-pack']));
});

test('who commit and push at once both arrive, each with their own files, name and token', async () => {
  await inTerminal(
    world,
    connected.project,
    'cd analytics; echo anna > anna.txt; echo ben > ben.txt; echo open > open.txt',
  );
  const asked = await askedGitLab(async () => {
    const commit = (by: Client, who: string) =>
      by.call(commitAndPush, { ...inCheckout(), body: { message: `By ${who}`, paths: [`${who}.txt`] } });
    const operations = await ends(await Promise.all([commit(anna, 'anna'), commit(ben, 'ben')]));
    expect(operations.map(({ outcome, problem }) => outcome?.kind ?? problem)).toEqual(['pushed', 'pushed']);
  });
  const log = String(
    await gitAtGitLab(world, path, 'log', '-2', '--format=%an <%ae> %cn: %s', '--name-only', 'main'),
  );
  const commits = log
    .trim()
    .split(/\n(?=\S+ \S+ <)/)
    .map((text) => text.replace(/\s*\n\s*/g, ', '));
  expect(commits.sort()).toEqual([
    'Dev Developer <developer@acme.example> Dev Developer: By ben, ben.txt',
    'Mara Maintainer <maintainer@acme.example> Mara Maintainer: By anna, anna.txt',
  ]);
  expect(asked).toEqual(
    new Set(
      ['maintainer', 'developer'].flatMap((who) => [`${who} git-upload-pack`, `${who} git-receive-pack`]),
    ),
  );
  const { changes, ahead } = await anna.call(getCheckoutStatus, inCheckout());
  expect({ ahead, changes: changes.map((change) => change.path) }).toEqual({
    ahead: 0,
    changes: ['open.txt'],
  });
});

test('what waits behind somebody else’s action can be cancelled at once, and the next still waits its turn', async () => {
  world.sandbox.faults.set({ match: 'git-upload-pack', kind: 'delay', delayMs: 20_000 });
  const first = await anna.call(pullCheckout, inCheckout());
  const second = await ben.call(pullCheckout, inCheckout());
  const third = await ben.call(pullCheckout, inCheckout());
  const cancelled = await ben.call(cancelOperation, { params: { operationId: second.id } });
  expect(cancelled).toMatchObject({ status: 'cancelled', problem: { code: 'cancelled' } });
  const states = await ben.call(listOperations, inProject());
  const statusOf = ({ id }: Operation) => states.find((operation) => operation.id === id)?.status;
  expect([statusOf(first), statusOf(third)]).toEqual(['running', 'queued']);

  world.sandbox.faults.clear();
  await anna.call(cancelOperation, { params: { operationId: first.id } });
  expect(await endOf(ben, third)).toBe('up-to-date');
});

test('git that somebody runs in a terminal is not disturbed: an action says that it is busy, and changes nothing', async () => {
  const shell = (script: string) => inTerminal(world, connected.project, script);
  await shell('cd analytics; echo mine > mine.txt; mkfifo ../go');
  const working = shell(
    'cd analytics; touch .git/index.lock; git cat-file --batch < ../go; rm .git/index.lock ../go',
  );
  await vi.waitFor(() => shell('test -e analytics/.git/index.lock'), 30_000);
  const discard = () => ben.call(discardChanges, { ...inCheckout(), body: { paths: ['README.md'] } });
  await shell('echo changed >> analytics/README.md');
  expect(await waitForOperation(ben, await discard())).toMatchObject({ problem: { code: 'git-busy' } });
  expect(await shell('cd analytics; git status --short README.md mine.txt')).toBe('M README.md\n?? mine.txt');
  await shell(': > go');
  await working;
  expect(await endOf(ben, await discard())).toBe('discarded');
  expect(await shell('cd analytics; git status --short README.md mine.txt; rm mine.txt')).toBe('?? mine.txt');
});

test('an action whose ending cannot be written down ends all the same, and the next begins', async () => {
  const log = vi.spyOn(process.stderr, 'write').mockReturnValue(true);
  const { id: checkoutId, repositoryId, instanceId, folderName } = connected.checkout;
  const operation = await world.notelab.context.operations.start({
    kind: 'fetch',
    workspaceId: world.workspaceId,
    projectId: connected.project.id,
    checkoutId,
    folderName,
    actor: (await ben.call(getMe)).user,
    instanceId,
    repositoryId: repositoryId!,
    run: () => Promise.reject(new ProblemError('git-failed', 'No database keeps a \0 in a text.')),
  });
  expect(await endOf(ben, operation)).toBe('internal');
  expect(log).toHaveBeenCalledWith(expect.stringContaining('an ending could not be stored'));
  log.mockRestore();
  expect(await endOf(ben, await ben.call(pullCheckout, inCheckout()))).toBe('up-to-date');
});

test('an action that waited while a colleague disconnected the repository ends, and brings nothing back', async () => {
  const body = { discardWork: true };
  const disconnecting = await anna.call(disconnectCheckout, { ...inCheckout(), body });
  const waiting = await Promise.all([
    ben.call(reCloneCheckout, { ...inCheckout(), body }).catch(({ reply }) => reply.code),
    ben.call(pullCheckout, inCheckout()).catch(({ reply }) => reply.code),
  ]);
  expect(await endOf(anna, disconnecting)).toBe('disconnected');
  for (const operation of waiting)
    expect(typeof operation === 'string' ? operation : await endOf(ben, operation)).toBe('not-found');
  const names = (await ben.call(listFiles, { ...inProject(), query: { path: '' } })).map(({ name }) => name);
  expect(names).toEqual(['together']);
});
