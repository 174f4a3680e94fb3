import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { readlink, writeFile } from 'node:fs/promises';
import * as contract from '@notelab/contract';
import type { Client } from '@notelab/dev-env';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { connectRepositories, endOf } from './a-connected-project.ts';
import {
  findProcesses,
  type KillableServer,
  listBelow,
  makeKillableServer,
  setUpAdmin,
  until,
} from './a-killable-server.ts';
import { pushFiles, readFromGitLab } from './on-gitlab.ts';

const repository = 'acme/analytics';
/** Two projects, each with a branch of that name. */
const ways = ['by-hand', 'by-itself'] as const;
type Way = (typeof ways)[number];

let server: KillableServer;
let admin: Client;
let projects: Record<Way, contract.ProjectId>;

beforeAll(async () => {
  server = await makeKillableServer();
  await server.start();
  const { admin: client, ...world } = await setUpAdmin(server);
  admin = client;
  const [connected] = await connectRepositories(world, admin, [repository]);
  const make = async (way: Way) => {
    const params = { workspaceId: world.workspaceId };
    const { id } = await admin.call(contract.createProject, { params, body: { name: way } });
    const place = { repositoryId: connected!.id, branch: way, createFrom: 'main', path: 'exports' };
    const how = { formats: ['ipynb' as const], outputs: true, automatic: way === 'by-itself' };
    await admin.call(contract.saveExport, { ...inProject(id), body: { ...place, ...how } });
    return id;
  };
  projects = { 'by-hand': await make('by-hand'), 'by-itself': await make('by-itself') };
}, 240_000);
afterAll(() => server?.close());

const inProject = (projectId: contract.ProjectId) => ({ params: { projectId } });
const of = (way: Way) => inProject(projects[way]);
const automatic = async () => (await admin.call(contract.getExport, of('by-itself'))).automatic?.status;
const git = (...args: string[]) => readFromGitLab(server, repository, '', args).trim();
const tips = () => ways.map((way) => git('rev-parse', way));
const pushes = `POST /${repository}.git/git-receive-pack`;
const asked = (request: string, since: number) =>
  server.sandbox
    .requests()
    .slice(since)
    .filter(({ method, path }) => `${method} ${path}` === request).length;

/** Both projects get a notebook. Once both exports of it are there, the server is killed. */
async function killOnceBothAre(
  there: (since: number) => Promise<boolean>,
  addNotebook: (way: Way) => Promise<unknown>,
): Promise<contract.Operation> {
  for (const way of ways) await addNotebook(way);
  const since = server.sandbox.requests().length;
  const body = { message: 'Of today' };
  const operation = await admin.call(contract.runExport, { ...of('by-hand'), body });
  // What is kept as a version is exported by itself.
  await admin.call(contract.saveVersion, { ...of('by-itself'), body: { name: 'Of today' } });
  await until(() => there(since));
  await server.kill();
  return operation;
}

const addNotebook = (name: string) => (way: Way) =>
  admin.call(contract.createNotebook, { ...of(way), body: { name } });

/** Who made each commit of a branch, its message and files, newest first, since the branch was made. */
const commitsOf = (way: Way) =>
  git('log', '--format=%x00%an: %s', '--name-only', `main..${way}`)
    .split('\0')
    .slice(1)
    .map((lines) => lines.trim().replaceAll(/\n+/g, ' → '));

/** Starts the server again, with a GitLab that is well, and has everything go on as if nothing had happened. */
async function goOn(killed: contract.Operation, file: string, byHand: 'exported' | 'up-to-date') {
  server.sandbox.faults.clear();
  await server.start();
  expect(await endOf(admin, killed)).toBe('interrupted');
  await until(async () => (await automatic()) === 'idle');
  const { files } = await admin.call(contract.previewExport, of('by-hand'));
  expect(files.map(({ change, path }) => `${change} ${path}`)).toEqual(
    byHand === 'exported' ? [`added exports/${file}`] : [],
  );
  const body = { message: 'Of today' };
  expect(await endOf(admin, await admin.call(contract.runExport, { ...of('by-hand'), body }))).toBe(byHand);
  for (const way of ways) {
    const said = way === 'by-hand' ? 'Of today' : 'Update notebooks of by-itself';
    const commits = commitsOf(way);
    expect(commits[0]).toBe(`Mara Maintainer: ${said} → exports/${file}`);
    expect(new Set(commits).size).toBe(commits.length);
  }
  await expectNothingLeft();
}

async function expectNothingLeft(): Promise<void> {
  const left = await listBelow(server.dataPath('exports'));
  expect(left.filter((path) => /\.lock$|tmp_|unfinished|crash/.test(path))).toEqual([]);
  expect(await listBelow(server.dataPath('staging'))).toEqual([]);
  git('fsck', '--strict', '--no-dangling');
  for (const way of ways) {
    const cache = server.dataPath('exports', projects[way], 'repository');
    const partial = ['-c', 'remote.origin.promisor=true', '-c', 'remote.origin.partialCloneFilter=blob:none'];
    const args = ['-c', 'safe.directory=*', ...partial, 'fsck', '--strict', '--no-dangling'];
    execFileSync('git', args, { cwd: cache, stdio: 'pipe' });
  }
}

test('killed while it fetches the branch', async () => {
  // Enough that there is something to fetch.
  const files = Object.fromEntries(
    Array.from({ length: 300 }, (_, index) => [`data/${index}.txt`, `${index}\n`]),
  );
  for (const way of ways) pushFiles(server, repository, way, files);
  const match = `POST /${repository}.git/git-upload-pack`;
  server.sandbox.faults.set({ match, kind: 'slow', bytesPerSecond: 800 });
  const killed = await killOnceBothAre(async () => {
    const paths = await listBelow(server.dataPath('exports'));
    return ways.every((way) => paths.some((path) => path.startsWith(projects[way]) && /tmp_pack/.test(path)));
  }, addNotebook('fetched'));
  await goOn(killed, 'fetched.ipynb', 'exported');
}, 240_000);

test('killed while it writes the commit', async () => {
  const stopped = new Set<string>();
  const killed = await killOnceBothAre(
    async () => {
      for (const { id, args } of await findProcesses('fast-import')) {
        const folder = await readlink(`/proc/${id}/cwd`).catch(() => '');
        const way = ways.find((one) => folder.includes(projects[one]));
        if (args[0] !== 'git' || !way) continue;
        process.kill(id, 'SIGSTOP');
        stopped.add(way);
      }
      return stopped.size === 2;
    },
    async (way) => {
      const path = 'written.ipynb';
      await writeFile(server.dataPath('projects', projects[way], path), largeNotebook());
      await admin.call(contract.importNotebook, { ...of(way), body: { path } });
    },
  );
  await goOn(killed, 'written.ipynb', 'exported');
}, 240_000);

/** Writing it takes git long enough to be seen at it. */
function largeNotebook(): string {
  const data = { 'image/png': randomBytes(6_000_000).toString('base64') };
  const output = { output_type: 'display_data', data, metadata: {} };
  const cell = {
    cell_type: 'code',
    id: 'a',
    source: 'plot()',
    metadata: {},
    execution_count: 1,
    outputs: [output],
  };
  return JSON.stringify({ cells: [cell], metadata: {}, nbformat: 4, nbformat_minor: 5 });
}

test('killed while it pushes, before GitLab has taken the commit', async () => {
  server.hold(pushes);
  const killed = await killOnceBothAre(async (since) => asked(pushes, since) === 2, addNotebook('pushed'));
  await goOn(killed, 'pushed.ipynb', 'exported');
}, 240_000);

test('killed when GitLab has taken the commit, and that was not heard', async () => {
  server.sandbox.faults.set({ match: pushes, kind: 'slow', bytesPerSecond: 1 });
  const before = tips();
  const killed = await killOnceBothAre(
    async () => tips().every((tip, index) => tip !== before[index]),
    addNotebook('taken'),
  );
  await goOn(killed, 'taken.ipynb', 'up-to-date');
}, 240_000);
