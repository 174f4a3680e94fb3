import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  type Checkout,
  commitAndPush,
  connectIntegration,
  createNotebook,
  createProject,
  fetchCheckout,
  getCheckoutStatus,
  listCheckouts,
  listFiles,
  listOperations,
  type Operation,
  type Project,
  pullCheckout,
  pushCheckout,
  reCloneCheckout,
  writeFile as writeProjectFile,
} from '@notelab/contract';
import { type Client, linkGitLabAccount, openNotebookPage, type World } from '@notelab/dev-env';
import { liveBlocks, orderedIds, sourceOf } from '@notelab/notebook/live';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type * as Y from 'yjs';
import { type ConnectedProject, connectProject, endOf } from './a-connected-project.ts';
import { type KillableServer, makeKillableServer, setUpAdmin, until } from './a-killable-server.ts';

let server: KillableServer;
let admin: Client;
let world: Pick<World, 'workspaceId' | 'instanceId'>;
/** Each of another repository, cloned before anybody dies. */
let analytics: ConnectedProject;
let forecasting: ConnectedProject;
let handbook: ConnectedProject;
/** With nothing in it, to be cloned into. */
let empty: Project;

beforeAll(async () => {
  server = await makeKillableServer({ embedded: true });
  // The first start of all is cut short as soon as there is a database.
  server.spawn();
  await until(() => existsSync(dataPath('database')));
  await server.kill();
  await server.start();
  ({ admin, ...world } = await setUpAdmin(server));
  analytics = await connectProject(world, admin, 'acme/analytics');
  forecasting = await connectProject(world, admin, 'acme/platform/forecasting');
  handbook = await connectProject(world, admin, 'acme/handbook');
  const params = { workspaceId: world.workspaceId };
  empty = await admin.call(createProject, { params, body: { name: 'Empty' } });
}, 240_000);
afterAll(() => server?.close());

const dataPath = (...parts: string[]) => server.dataPath(...parts);
const inProject = ({ id }: Pick<Project, 'id'>) => ({ params: { projectId: id } });
const inCheckout = ({ id }: Pick<Checkout, 'id'>) => ({ params: { checkoutId: id } });
const pathIn = ({ project, checkout }: ConnectedProject, ...parts: string[]) =>
  dataPath('projects', project.id, checkout.folderName, ...parts);

/** Starts it again, with a GitLab that is well. @returns how each operation ended that was under way. */
async function startAgain(...operations: Operation[]): Promise<string[]> {
  server.sandbox.faults.clear();
  await server.start();
  return Promise.all(operations.map((operation) => endOf(admin, operation)));
}

function cloneHandbook(folderName: string): Promise<{ checkout: Checkout; operation: Operation }> {
  const body = { integrationId: handbook.integration.id, folderName };
  return admin.call(connectIntegration, { ...inProject(empty), body });
}

async function change({ project, checkout }: ConnectedProject, name: string): Promise<void> {
  const body = { path: `${checkout.folderName}/${name}`, text: `${name}\n`, etag: null };
  await admin.call(writeProjectFile, { ...inProject(project), body });
}

function commit({ checkout }: ConnectedProject, name: string): Promise<Operation> {
  return admin.call(commitAndPush, { ...inCheckout(checkout), body: { message: name, paths: [name] } });
}

const statusOf = ({ checkout }: Pick<ConnectedProject, 'checkout'>) =>
  admin.call(getCheckoutStatus, inCheckout(checkout));
const reClone = ({ checkout }: ConnectedProject) =>
  admin.call(reCloneCheckout, { ...inCheckout(checkout), body: { discardWork: true } });

/** Locks and other traces of git that was killed. */
async function leftoversIn(connected: ConnectedProject): Promise<string[]> {
  const files = await readdir(pathIn(connected, '.git'), { recursive: true });
  return files.filter((file) => file.endsWith('.lock') || file.includes('notelab-commit'));
}

/** Lets git wait in the middle of a commit, the first time that it looks at a file while the condition holds. */
async function holdCommit(connected: ConnectedProject, when: string): Promise<() => Promise<void>> {
  const script = `! ${when} || { touch held; sleep 600; }; cat`;
  await mkdir(pathIn(connected, '.git/info'), { recursive: true });
  await writeFile(pathIn(connected, '.git/info/attributes'), '*.txt filter=slow\n');
  const config = await readFile(pathIn(connected, '.git/config'), 'utf8');
  await writeFile(pathIn(connected, '.git/config'), `${config}[filter "slow"]\n\tclean = "${script}"\n`);
  return async () => {
    await writeFile(pathIn(connected, '.git/config'), config);
    for (const name of ['.git/info/attributes', 'held']) await rm(pathIn(connected, name), { force: true });
  };
}

describe('a server that is killed', () => {
  test('while a clone, a re-clone and a push are under way', async () => {
    await change(forecasting, 'only-here.txt');
    await change(analytics, 'pushed.txt');
    const since = server.sandbox.requests().length;
    server.hold('POST /acme/analytics.git/git-receive-pack');
    server.hold('POST /acme/platform/forecasting.git/git-upload-pack');
    // Git asks for the branches first, then for what is in them.
    const match = 'POST /acme/handbook.git/git-upload-pack';
    server.sandbox.faults.set({ match, kind: 'delay', delayMs: 0, times: 1 });
    server.sandbox.faults.set({ match, kind: 'slow', bytesPerSecond: 50 });
    const { operation: cloning } = await cloneHandbook('half');
    const { operation: placing } = await cloneHandbook('placed');
    const reCloning = await reClone(forecasting);
    const pushing = await commit(analytics, 'pushed.txt');
    await server.untilAsked('POST /acme/analytics.git/git-receive-pack', since);
    await server.untilAsked('POST /acme/platform/forecasting.git/git-upload-pack', since);
    // Part of the pack has arrived.
    await until(async () =>
      (await readdir(dataPath('staging'), { recursive: true })).some((name) =>
        /handbook|tmp_pack/.test(name),
      ),
    );
    await server.kill();
    // Another clone was whole and had just been put in its place.
    await promisify(execFile)('cp', ['-a', pathIn(handbook), dataPath('projects', empty.id, 'placed')]);

    const ends = await startAgain(cloning, placing, reCloning, pushing);
    expect(ends).toEqual(Array(4).fill('interrupted'));
    expect(await readdir(dataPath('staging'))).toEqual([]);
    const checkouts = await admin.call(listCheckouts, inProject(empty));
    expect(checkouts.map(({ folderName, state }) => [folderName, state])).toEqual([['placed', 'ready']]);
    const files = await admin.call(listFiles, { ...inProject(empty), query: { path: '' } });
    expect(files.map(({ name }) => name)).toEqual(['placed']);
    expect((await statusOf({ checkout: checkouts[0]! })).changes).toEqual([]);
    expect((await statusOf(forecasting)).changes.map(({ path }) => path)).toEqual(['only-here.txt']);
    expect(await statusOf(analytics)).toMatchObject({
      ahead: 1,
      changes: [],
      recent: [{ subject: 'pushed.txt' }, {}, {}, {}, {}],
    });

    expect(await endOf(admin, (await cloneHandbook('half')).operation)).toBe('cloned');
    expect(await endOf(admin, await admin.call(pushCheckout, inCheckout(analytics.checkout)))).toBe('pushed');
    expect(await endOf(admin, await reClone(forecasting))).toBe('re-cloned');
    expect((await statusOf(forecasting)).changes).toEqual([]);
  }, 240_000);

  test('before and after a commit', async () => {
    await change(analytics, 'uncommitted.txt');
    await change(forecasting, 'committed.txt');
    const release = await holdCommit(analytics, 'true');
    const since = server.sandbox.requests().length;
    server.hold('GET /acme/platform/forecasting.git/info/refs');
    const before = await commit(analytics, 'uncommitted.txt');
    const after = await commit(forecasting, 'committed.txt');
    await server.untilAsked('GET /acme/platform/forecasting.git/info/refs', since);
    await until(() => existsSync(pathIn(analytics, 'held')));
    expect(await leftoversIn(analytics)).not.toEqual([]);
    await server.kill();

    expect(await startAgain(before, after)).toEqual(['interrupted', 'interrupted']);
    await release();
    expect(await statusOf(analytics)).toMatchObject({ ahead: 0, changes: [{ path: 'uncommitted.txt' }] });
    expect(await statusOf(forecasting)).toMatchObject({ ahead: 1, changes: [] });
    expect(await endOf(admin, await commit(analytics, 'uncommitted.txt'))).toBe('pushed');
    expect(await endOf(admin, await admin.call(pushCheckout, inCheckout(forecasting.checkout)))).toBe(
      'pushed',
    );
    expect([await leftoversIn(analytics), await leftoversIn(forecasting)]).toEqual([[], []]);
  }, 240_000);

  test('when the commit is made and the branch not moved, and while a token is renewed', async () => {
    await change(analytics, 'almost.txt');
    const release = await holdCommit(analytics, 'test -e .git/index.lock');
    server.sandbox.expireAccessTokens('maintainer');
    const since = server.sandbox.requests().length;
    server.hold('POST /oauth/token');
    const almost = await commit(analytics, 'almost.txt');
    const renewing = await admin.call(fetchCheckout, inCheckout(forecasting.checkout));
    await server.untilAsked('POST /oauth/token', since);
    await until(() => existsSync(pathIn(analytics, 'held')));
    expect(await leftoversIn(analytics)).toContain('index.lock');
    await server.kill();

    expect(await startAgain(almost, renewing)).toEqual(['interrupted', 'interrupted']);
    await release();
    expect(await statusOf(analytics)).toMatchObject({ ahead: 0, changes: [{ path: 'almost.txt' }] });
    expect(await endOf(admin, await commit(analytics, 'almost.txt'))).toBe('pushed');
    expect(await leftoversIn(analytics)).toEqual([]);
    expect(await endOf(admin, await admin.call(fetchCheckout, inCheckout(forecasting.checkout)))).toBe(
      'fetched',
    );
  }, 240_000);

  test('when GitLab has renewed a token and that was not stored, and between two steps of placing folders', async () => {
    server.sandbox.expireAccessTokens('maintainer');
    const since = server.sandbox.requests().length;
    server.sandbox.faults.set({ match: 'POST /oauth/token', kind: 'delay', delayMs: 200 });
    const renewing = await admin.call(fetchCheckout, inCheckout(forecasting.checkout));
    await server.untilAsked('POST /oauth/token', since);
    // Stopped, it does not read the answer that GitLab gives.
    server.process.kill('SIGSTOP');
    const renewals = () =>
      server.sandbox
        .requests()
        .slice(since)
        .filter(({ path }) => path === '/oauth/token');
    await until(() => renewals()[0]?.status === 200);
    await server.kill();
    // A re-clone had set the old folder aside and not yet put the new one in its place.
    const work = await readFile(pathIn(analytics, 'almost.txt'), 'utf8');
    const aside = dataPath('staging', `aside-${analytics.checkout.id}`);
    await mkdir(aside);
    await rename(pathIn(analytics), join(aside, 'old'));

    expect(await startAgain(renewing)).toEqual(['interrupted']);
    expect(await readFile(pathIn(analytics, 'almost.txt'), 'utf8')).toBe(work);
    expect((await statusOf(analytics)).changes).toEqual([]);
    // The old tokens are spent and the new ones lost: said once, asked once (and whether the application is known), no loop.
    const ends = [];
    for (let attempt = 0; attempt < 3; attempt++)
      ends.push(
        await admin
          .call(pullCheckout, inCheckout(analytics.checkout))
          .then((operation) => endOf(admin, operation))
          .catch((error) => error.reply.code),
      );
    expect(ends).toEqual(Array(3).fill('account-needs-reconnect'));
    expect(renewals()).toHaveLength(3);
    const { instanceId } = world;
    await linkGitLabAccount(admin, server.sandbox, { instanceId, username: 'maintainer' });
    expect(await endOf(admin, await admin.call(pullCheckout, inCheckout(analytics.checkout)))).toBe(
      'up-to-date',
    );
  }, 240_000);

  test('in the middle of typing: what was acknowledged is there, and the rest comes from the page', async () => {
    const { id } = await admin.call(createNotebook, { ...inProject(empty), body: { name: 'Sales' } });
    const page = await openNotebookPage(admin, id);
    const source = (doc: Y.Doc) => sourceOf(liveBlocks(doc).get(orderedIds(doc)[0]!)!)!;
    source(page.doc).insert(0, 'acknowledged');
    await page.until(page.isSaved);
    source(page.doc).insert(0, 'typed as it died, ');
    await server.kill();
    source(page.doc).insert(0, 'typed without it, ');

    await server.start();
    const other = await openNotebookPage(admin, id);
    await other.until(() => source(other.doc).toString().endsWith('acknowledged'), 'what was acknowledged');
    await page.until(page.isSaved, 'the page to save the rest');
    const text = 'typed without it, typed as it died, acknowledged';
    await other.until(() => source(other.doc).toString() === text, 'the rest');
    page.close();
    other.close();

    // Nobody who knows better is there this time.
    await server.kill();
    await server.start();
    const last = await openNotebookPage(admin, id);
    expect(source(last.doc).toString()).toBe(text);
    last.close();
  }, 240_000);

  test('leaves a history that ends', async () => {
    const operations = await Promise.all(
      [analytics.project, forecasting.project, empty].map((project) =>
        admin.call(listOperations, inProject(project)),
      ),
    );
    expect(operations.flat().filter(({ finishedAt }) => finishedAt === null)).toEqual([]);
  });
});
