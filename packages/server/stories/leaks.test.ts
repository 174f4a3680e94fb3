import { connectAccount, disconnectAccount, getMe, listMyInstances } from '@notelab/contract';
import { type Client, createWorld, type World } from '@notelab/dev-env';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
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
  world = await createWorld({ config: { logLevel: 'debug' } });
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

async function noteTokens(): Promise<void> {
  const { accounts } = world.notelab.context;
  const account = (await editor.call(listMyInstances))[0]?.account;
  if (account) secrets.add((await accounts.accessToken(account.id)).reveal());
}

it('no token, code, state, verifier or secret is in logs, events, replies or the database', async () => {
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
  await noteTokens();

  // A refresh, a token that is turned away, a GitLab that repeats the token in its errors.
  const [token] = [...secrets].slice(-1);
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

  // What the browser was told to open is its own business.
  const told = seen.filter((text) => !text.includes('/oauth/authorize?'));
  const all = [...told, whileLinked, whileWaitingToRevoke].join('\n');
  expect(all).toContain('answered');
  expect(secrets.size).toBeGreaterThanOrEqual(5);
  for (const secret of secrets)
    expect(all.includes(secret), `a secret of ${secret.length} characters`).toBe(false);
});
