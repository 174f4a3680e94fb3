import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import {
  cancelOperation,
  commitAndPush,
  connectAccount,
  connectIntegration,
  disconnectAccount,
  getMe,
  listMyInstances,
  listOperations,
  type Operation,
  writeFile,
} from '@notelab/contract';
import { type Client, createWorld, type World } from '@notelab/dev-env';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { type ConnectedProject, connectProject, endOf } from './a-connected-project.ts';
import { beginLinking, consent, linkAs, returnFromGitLab } from './link-as.ts';

let world: World;
let editor: Client;
/** Everything that must be seen nowhere but at GitLab and in the vault. */
const secrets = new Set<string>();
/** Everything that others may see: the log, replies, events, the database. */
const seen: string[] = [];

const write = vi.spyOn(process.stderr, 'write').mockImplementation((text) => {
  seen.push(String(text));
  return true;
});

beforeAll(async () => {
  const metrics = { host: '127.0.0.1', port: 0 };
  world = await createWorld({ config: { logLevel: 'debug', metrics } });
  editor = await world.signIn('editor');
  const fetchAsEditor = editor.fetch.bind(editor);
  editor.fetch = async (path, init) => {
    const response = await fetchAsEditor(path, init);
    seen.push(`${path.startsWith('/api/gitlab/callback') ? '' : path} ${await response.clone().text()}`);
    seen.push(response.headers.get('location') ?? '');
    return response;
  };
  world.notelab.context.events.subscribe(world.workspaceId, (event) => seen.push(JSON.stringify(event)));
});
afterAll(async () => {
  write.mockRestore();
  await world?.close();
});

async function dumpDatabase(): Promise<string> {
  const { sql } = world.notelab.context.database;
  const rowsOf = async (query: string) =>
    ((await sql.execute(query)) as unknown as { rows: Record<string, unknown>[] }).rows;
  const tables = await rowsOf(
    `select table_name from information_schema.tables where table_schema = 'public'`,
  );
  expect(tables.length).toBeGreaterThan(10);
  const dumps = tables.map(async ({ table_name }) =>
    JSON.stringify(await rowsOf(`select * from "${table_name}"`)),
  );
  return (await Promise.all(dumps)).join('\n');
}

/** @returns the editor's token of this moment. */
async function noteTokens(): Promise<string> {
  const { account } = (await editor.call(listMyInstances))[0]!;
  const token = (await world.notelab.context.accounts.accessToken(account!.id)).reveal();
  secrets.add(token);
  return token;
}

test('no token, code, state, verifier or secret is in logs, events, replies or the database', async () => {
  secrets.add('notelab-sample-secret');
  const { id: userId } = (await editor.call(getMe)).user;
  const user = { id: userId };
  const { accounts, database } = world.notelab.context;

  // Linking, and linking that fails, with GitLab's own words in the answer.
  const url = await beginLinking(world, editor, '/here');
  const path = consent(world, url, 'developer');
  const query = new URL(path, world.notelab.url).searchParams;
  for (const name of ['code', 'state']) secrets.add(query.get(name)!);
  await returnFromGitLab(editor, path);
  await returnFromGitLab(editor, path);

  // A refresh, a token that is turned away, a GitLab that repeats the token in its errors.
  const token = await noteTokens();
  world.sandbox.faults.set({
    match: 'GET /api/v4/user',
    kind: 'status',
    status: 403,
    body: { message: `403 Forbidden for ${token}` },
    times: 1,
  });
  const client = await accounts.client(user, world.instanceId);
  const refused = await client.getCurrentUser().catch((error) => error);
  seen.push(String(refused), JSON.stringify(refused), JSON.stringify(refused.problem));
  expect(refused.problem.raw).toContain('[secret]');
  world.sandbox.expireAccessTokens('developer');
  await client.getCurrentUser();
  await noteTokens();

  // A refresh that fails in a way nobody foresaw is logged.
  await database.sql.execute(`update gitlab_accounts set access_token_expires_at = now()`);
  world.sandbox.faults.set({ match: 'POST /oauth/token', kind: 'status', status: 500, body: `${token}` });
  const failed = await accounts
    .client(user, world.instanceId)
    .then((each) => each.getCurrentUser())
    .catch(String);
  seen.push(String(failed));
  world.sandbox.faults.clear();

  const whileLinked = await dumpDatabase();
  world.sandbox.faults.set({ match: 'POST /oauth/revoke', kind: 'down' });
  await editor.call(disconnectAccount, { params: { instanceId: world.instanceId } });
  const whileWaitingToRevoke = await dumpDatabase();
  world.sandbox.faults.clear();
  await linkAs(world, editor, 'developer');

  // The address of the consent page is for the browser and holds the state of that attempt.
  const pending = await editor.call(connectAccount, { params: { instanceId: world.instanceId }, body: {} });
  const pendingState = new URL(pending.url).searchParams.get('state')!;
  const pendingChallenge = await dumpDatabase();
  expect(pendingChallenge).not.toContain(pendingState);

  seen.push(whileLinked, whileWaitingToRevoke);
  await expectNoSecret();
});

/** Looks for all secrets in all that was seen, and for any pass. */
async function expectNoSecret(): Promise<void> {
  const metrics = await (await fetch(world.notelab.metricsUrl!)).text();
  expect(metrics).toContain('notelab_gitlab_requests_total');
  seen.push(metrics);
  // What the browser was told to open is its own business.
  const told = seen.filter((text) => !text.includes('/oauth/authorize?')).join('\n');
  expect(told).toContain('answered');
  expect(secrets.size).toBeGreaterThanOrEqual(5);
  for (const secret of secrets)
    expect(told.includes(secret), `a secret of ${secret.length} characters`).toBe(false);
  expect(told).not.toMatch(/nlp_[\w-]{20}/);
}

describe('git actions, also those that fail,', () => {
  let connected: ConnectedProject;
  let stopLooking: () => Promise<void>;

  beforeAll(async () => {
    const admin = await world.signInLinked('admin', 'maintainer');
    await noteTokens();
    stopLooking = lookAtProcesses();
    connected = await connectProject(world, admin, 'acme/analytics', { by: editor });
  });

  const inCheckout = () => ({ params: { checkoutId: connected.checkout.id } });
  const inProject = () => ({ params: { projectId: connected.project.id } });
  /** GitLab, or a proxy before it, that repeats what it was sent. */
  async function repeatSecrets(match: string, status: number): Promise<void> {
    const token = await noteTokens();
    const basic = Buffer.from(`oauth2:${token}`).toString('base64');
    secrets.add(basic);
    const body = `No access with ${token}.\nAuthorization: Basic ${basic}\n`;
    const headers = { 'content-type': 'text/plain' };
    world.sandbox.faults.set({ match, kind: 'status', status, body, headers });
  }

  async function commit(name: string): Promise<Operation> {
    const path = `analytics/${name}`;
    await editor.call(writeFile, { ...inProject(), body: { path, text: name, etag: null } });
    return editor.call(commitAndPush, { ...inCheckout(), body: { message: name, paths: [name] } });
  }

  test('show no token and no pass to processes, files, replies, events, the log or the database', async () => {
    const ends = [await endOf(editor, await commit('pushed.txt'))];
    for (const [match, status] of [
      ['/api/v4/projects/', 403],
      ['info/refs?service=git-upload-pack', 403],
      ['info/refs?service=git-receive-pack', 502],
      ['POST /acme/analytics.git/git-receive-pack', 404],
      ['POST /acme/analytics.git/git-upload-pack', 401],
    ] as const) {
      await repeatSecrets(match, status);
      ends.push(await endOf(editor, await commit(`${ends.length}.txt`)));
      world.sandbox.faults.clear();
    }
    expect(ends[0]).toBe('pushed');
    expect(ends.slice(1)).not.toContain('pushed');

    // A clone that is refused, and one that is cancelled while GitLab is asked.
    const body = { integrationId: connected.integration.id, folderName: 'again' };
    await repeatSecrets('POST /acme/analytics.git/git-upload-pack', 403);
    const refused = await editor.call(connectIntegration, { ...inProject(), body });
    expect(await endOf(editor, refused.operation)).toMatch(/^gitlab-/);
    world.sandbox.faults.clear();
    world.sandbox.faults.set({ match: 'git-upload-pack', kind: 'status', status: 504, delayMs: 5_000 });
    const { operation } = await editor.call(connectIntegration, { ...inProject(), body });
    await waitForProcess(operation.id);
    await editor.call(cancelOperation, { params: { operationId: operation.id } });
    world.sandbox.faults.clear();

    await noteTokens();
    await editor.call(listOperations, inProject());
    await stopLooking();
    seen.push(await dumpDatabase(), await readAllFiles(join(world.dataDir, 'notelab')));
    expect(seen.join('\n')).toContain('GIT_CONFIG_COUNT=');
    expect(seen.join('\n')).toContain('git\0push');
    expect(seen.join('\n')).toContain('No access with [secret].');
    expect(seen.join('\n')).toContain('operation ended');
    expect(seen.join('\n')).toContain('GitLab failed');
    await expectNoSecret();
  });
});

/**
 * Arguments and environment of every process that was started from here, again and again. This process's own are those
 * of the test; tests beside this one start git with passes of their own.
 */
function lookAtProcesses(): () => Promise<void> {
  let looking = true;
  const done = (async () => {
    while (looking) {
      for (const id of await readdir('/proc')) {
        if (!/^\d+$/.test(id) || Number(id) === process.pid) continue;
        const read = (name: string) => readFile(`/proc/${id}/${name}`, 'latin1').catch(() => '');
        const [line, environment] = await Promise.all([read('cmdline'), read('environ')]);
        const text = `${line}\n${environment}`;
        if (/git|notelab/.test(line) && (text.includes(world.dataDir) || (await isDescendant(id))))
          processes.add(text);
      }
      await wait(20);
    }
  })();
  return async () => {
    looking = false;
    await done;
    seen.push(...processes);
  };
}
const processes = new Set<string>();

async function isDescendant(id: string): Promise<boolean> {
  if (Number(id) <= 1) return false;
  if (Number(id) === process.pid) return true;
  const stat = await readFile(`/proc/${id}/stat`, 'latin1').catch(() => '');
  // The parent's number is the second word after the name, which may hold anything.
  const parent = stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1];
  return parent !== undefined && isDescendant(parent);
}

async function waitForProcess(text: string): Promise<void> {
  while (![...processes].some((each) => each.includes(text))) await wait(5);
}

/** Everything below the data folder as one text, but the key that is there to be kept. */
async function readAllFiles(folder: string): Promise<string> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries.filter((entry) => entry.isFile() && entry.name !== 'secret.key');
  expect(files.some(({ parentPath }) => parentPath.endsWith('/.git'))).toBe(true);
  const texts = await Promise.all(files.map((file) => readFile(join(file.parentPath, file.name), 'latin1')));
  return texts.join('\n');
}
