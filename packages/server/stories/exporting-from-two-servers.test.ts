import { join } from 'node:path';
import * as contract from '@notelab/contract';
import { type Client, createWorld, type World } from '@notelab/dev-env';
import { liveBlocks, orderedIds, sourceOf } from '@notelab/notebook/live';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { openDatabase } from '../src/database/database.ts';
import { createAutomaticExports } from '../src/features/export/automatic-exports.ts';
import { createExportCaches } from '../src/features/export/export-target.ts';
import { createExports } from '../src/features/export/exports.ts';
import { exportStore } from '../src/features/export/store.ts';
import { createOperations } from '../src/features/operations/operations.ts';
import { connectRepositories } from './a-connected-project.ts';
import { readFromGitLab } from './on-gitlab.ts';

type Server = Awaited<ReturnType<typeof anotherServer>>;

let world: World;
let editor: Client;
let settings: contract.ExportSettings;
let projectId: contract.ProjectId;
let notebookId: contract.NotebookId;
let other: Server;

beforeAll(async () => {
  world = await createWorld();
  const admin = await world.signInLinked('admin', 'maintainer');
  editor = await world.signInLinked('editor', 'developer');
  const [analytics] = await connectRepositories(world, admin, ['acme/analytics']);
  const params = { workspaceId: world.workspaceId };
  projectId = (await editor.call(contract.createProject, { params, body: { name: 'Sales' } })).id;
  notebookId = (await editor.call(contract.createNotebook, { ...inProject(), body: { name: 'Report' } })).id;
  const place = { repositoryId: analytics!.id, branch: 'main', path: 'exports' };
  settings = { ...place, formats: ['ipynb'], outputs: false, automatic: true };
  other = await anotherServer();
}, 120_000);
afterAll(async () => {
  await other?.close();
  await world?.close();
});
beforeEach(() => world.sandbox.faults.clear());

/** Another Notelab on the same database, with a disk of its own, as far as exports are concerned. */
async function anotherServer() {
  const { context } = world.notelab;
  const { databaseUrl } = context.config;
  // The embedded database belongs to one process; on PostgreSQL this one has connections of its own.
  const database = databaseUrl ? await openDatabase({ url: databaseUrl }) : context.database;
  const store = exportStore(database);
  const folder = join(world.dataDir, 'exports-of-the-other');
  const operations = await createOperations({ ...context, database });
  const exports = createExports({
    ...context,
    store,
    operations,
    live: context.liveNotebooks,
    caches: createExportCaches({ folder, sessions: context.sessions, database }),
  });
  // What is kept as a version there is not heard here.
  const versions = { ...context.versions, onTaken: () => {} };
  const shared = { database: { isShared: true }, store, exports, versions };
  const automaticExports = createAutomaticExports({ ...context, ...shared });
  return {
    store,
    operations,
    exports,
    automaticExports,
    async close() {
      await automaticExports.close();
      await operations.close();
      if (databaseUrl) await database.close();
    },
  };
}

const inProject = () => ({ params: { projectId } });
const save = (automatic: boolean) =>
  editor.call(contract.saveExport, { ...inProject(), body: { ...settings, automatic } });
const status = async () => (await editor.call(contract.getExport, inProject())).automatic?.status;
const exported = () => readFromGitLab(world, 'acme/analytics', 'main:exports/Report.ipynb');
/** Newest first; every one of them has one parent, so none was lost and none was forced. */
const commits = () =>
  readFromGitLab(world, 'acme/analytics', '', ['log', '--format=%H', 'main']).trim().split('\n');
const push = 'POST /acme/analytics.git/git-receive-pack';
const untilAsked = (part: string, since: number) =>
  expect
    .poll(
      () =>
        world.sandbox
          .requests()
          .slice(since)
          .some(({ path }) => path.includes(part)),
      { timeout: 60_000 },
    )
    .toBe(true);
/** Each of them asks twice: for the branch, and for what is in it. */
const fetches = () =>
  world.sandbox.requests().filter(({ path }) => path.endsWith('/git-upload-pack')).length / 2;

async function edit(text: string): Promise<void> {
  await world.notelab.context.liveNotebooks.change(notebookId, (doc) =>
    sourceOf(liveBlocks(doc).get(orderedIds(doc)[0]!)!)!.insert(0, `${text}\n`),
  );
}

/** Until all is exported that was to be, by whichever of them. */
async function untilExported(text: string): Promise<void> {
  const look = async () => {
    await other.automaticExports.begin();
    return (await status()) === 'idle' && exported();
  };
  await expect.poll(look, { timeout: 60_000, interval: 20 }).toContain(text);
}

async function exportByHand({ exports, operations }: Pick<Server, 'exports' | 'operations'>) {
  const { user } = await editor.call(contract.getMe);
  const project = await world.notelab.context.projects.authorize(user, projectId, 'editor');
  const wish = { message: 'By hand', newBranch: null, mergeRequest: null, automatic: false, overwrite: [] };
  const { id } = await exports.run(project, wish);
  return {
    end: async () => (await operations.whenEnded(id)).outcome?.kind,
    cancel: async () => (await operations.cancel(id)).status,
    status: async () => (await operations.get(id)).status,
  };
}

test('of two that wake for the same version one makes one commit, and the other does nothing', async () => {
  await save(true);
  const { versions } = world.notelab.context;
  for (const text of ['first', 'second']) {
    await edit(text);
    const [before, asked] = [commits().length, fetches()];
    await versions.take(projectId, { kind: 'automatic' });
    await untilExported(text);
    expect([commits().length - before, fetches() - asked]).toEqual([1, 1]);
  }
});

test('what one was at when it died is taken up by another when its lease ends; what it says later counts for nothing', async () => {
  await edit('taken up');
  const { sql } = world.notelab.context.database;
  await sql.execute("update exports set due_at = now() - interval '1 second'");
  const taken = (await other.store.take(new Date(), new Date(Date.now() + 3600_000)))!;
  await other.automaticExports.begin();
  expect([taken.projectId, await status(), await other.store.take(new Date(), new Date())]).toEqual([
    projectId,
    'running',
    null,
  ]);
  await sql.execute(`update exports set lease_until = now() - interval '1 second'`);
  const held = await other.store.take(new Date(), new Date(Date.now() + 3600_000));
  const ended = { attempts: 0, problem: null, retryAt: null };
  expect([await other.store.renew(taken, new Date()), await other.store.release(taken, ended)]).toEqual([
    false,
    false,
  ]);
  expect(await status()).toBe('running');
  await other.store.giveBack(held!);
  await untilExported('taken up');
});

test('by hand from both at once: one commit, and nothing to export; a change in between is a commit on top', async () => {
  await save(false);
  const { exports, operations } = world.notelab.context;
  const both = [{ exports, operations }, other];
  await edit('at once');
  const before = commits();
  const runs = await Promise.all(both.map(exportByHand));
  const ends = await Promise.all(runs.map((run) => run.end()));
  expect(ends.sort()).toEqual(['exported', 'up-to-date']);
  expect(commits().slice(1)).toEqual(before);

  await edit('pushed first');
  world.sandbox.faults.set({ match: push, kind: 'delay', delayMs: 500, times: 1 });
  const since = world.sandbox.requests().length;
  const first = await exportByHand(other);
  await untilAsked('git-receive-pack', since);
  await edit('pushed second');
  const second = await exportByHand({ exports, operations });
  expect([await first.end(), await second.end()]).toEqual(['exported', 'exported']);
  expect(exported()).toContain('pushed second\\n",\n    "pushed first');
  expect(commits().slice(3)).toEqual(before);
});

test('one that waits for the other ends at once when it is cancelled, and the other goes on', async () => {
  await edit('cancelled');
  world.sandbox.faults.set({ match: 'git-upload-pack', kind: 'status', status: 504, delayMs: 60_000 });
  const since = world.sandbox.requests().length;
  const first = await exportByHand(other);
  await untilAsked('git-upload-pack', since);
  const { exports, operations } = world.notelab.context;
  const second = await exportByHand({ exports, operations });
  await expect.poll(second.status).toBe('running');
  expect([await second.cancel(), await first.status()]).toEqual(['cancelled', 'running']);
  expect(await first.cancel()).toBe('cancelled');
});
