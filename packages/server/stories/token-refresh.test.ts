import { type AccountId, getMe, listMyInstances, type User } from '@notelab/contract';
import { type Client, createWorld, type World } from '@notelab/dev-env';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { openDatabase } from '../src/database/database.ts';
import { createAccounts } from '../src/features/gitlab/accounts/accounts.ts';
import { createVault } from '../src/features/gitlab/vault/vault.ts';
import { deriveKey, loadInstallationKey } from '../src/installation-key.ts';
import { linkAs } from './link-as.ts';

let world: World;
let editor: Client;
let user: User;
let accountId: AccountId;

const hourMs = 60 * 60_000;

beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world?.close());

beforeEach(async () => {
  world.sandbox.faults.clear();
  editor = await world.signIn('editor');
  user = (await editor.call(getMe)).user;
  await linkAs(world, editor, 'developer');
  accountId = (await account())!.id;
});

async function account() {
  const instances = await editor.call(listMyInstances);
  return instances.find(({ id }) => id === world.instanceId)!.account;
}

/** Lets the access token's two hours pass, here and at GitLab. */
async function letTokenExpire(leftMs = -1): Promise<void> {
  const { sql } = world.notelab.context.database;
  const expiresAt = new Date(Date.now() + leftMs).toISOString();
  await sql.execute(
    `update gitlab_accounts set access_token_expires_at = '${expiresAt}' where id = '${accountId}'`,
  );
  if (leftMs < 0) world.sandbox.expireAccessTokens('developer');
}

const refreshes = () =>
  world.sandbox.requests().filter(({ method, path }) => method === 'POST' && path === '/oauth/token').length;

/** Another Notelab process on the same database, as far as tokens are concerned. */
async function anotherProcess() {
  const { context } = world.notelab;
  const { config } = context;
  const key = loadInstallationKey({ secretKey: config.secretKey, keyFile: `${config.dataDir}/secret.key` });
  // The embedded database belongs to one process; on PostgreSQL this one has connections of its own.
  const database = config.databaseUrl ? await openDatabase({ url: config.databaseUrl }) : context.database;
  const vault = createVault(deriveKey(key, 'vault'));
  const accounts = await createAccounts({ ...context, database, vault });
  return {
    ...accounts,
    async close() {
      await accounts.close();
      if (config.databaseUrl) await database.close();
    },
  };
}

describe('tokens', () => {
  it('are used as they are while they are good', async () => {
    const before = refreshes();
    await world.notelab.context.accounts.accessToken(accountId);
    expect(refreshes()).toBe(before);
  });

  it('are refreshed five minutes before they expire', async () => {
    const { accounts } = world.notelab.context;
    const old = await accounts.accessToken(accountId);
    await letTokenExpire(4 * 60_000);
    const before = refreshes();
    const renewed = await accounts.accessToken(accountId);
    expect(refreshes()).toBe(before + 1);
    expect(renewed.reveal()).not.toBe(old.reveal());
    expect((await account())?.tokenRenewedAt).not.toBeNull();
  });

  it('fifty wants in three processes make one refresh, and all get the same token', async () => {
    const processes = [world.notelab.context.accounts, await anotherProcess(), await anotherProcess()];
    await letTokenExpire();
    world.sandbox.faults.set({ match: 'POST /oauth/token', kind: 'delay', delayMs: 200 });
    const before = refreshes();
    const tokens = await Promise.all(
      Array.from({ length: 50 }, (_, index) => processes[index % 3]!.accessToken(accountId)),
    );
    expect(refreshes()).toBe(before + 1);
    expect(new Set(tokens.map((token) => token.reveal())).size).toBe(1);
    expect(await gitlabAccepts()).toBe('developer');
    for (const other of processes.slice(1)) await other.close();
  });

  it('that GitLab turned away are refreshed once, however many noticed', async () => {
    const { accounts } = world.notelab.context;
    const rejected = await accounts.accessToken(accountId);
    world.sandbox.expireAccessTokens('developer');
    const before = refreshes();
    const renewed = await Promise.all(
      Array.from({ length: 20 }, () => accounts.refreshAfterRejection(accountId, rejected)),
    );
    expect(refreshes()).toBe(before + 1);
    expect(new Set(renewed.map((token) => token.reveal())).size).toBe(1);
    // Somebody who comes late with the old token gets the new one without another refresh.
    await accounts.refreshAfterRejection(accountId, rejected);
    expect(refreshes()).toBe(before + 1);
  });

  it('that expired unseen are replaced within a call to GitLab’s API', async () => {
    world.sandbox.expireAccessTokens('developer');
    expect(await gitlabAccepts()).toBe('developer');
  });

  async function gitlabAccepts(): Promise<string> {
    const client = await world.notelab.context.accounts.client(user, world.instanceId);
    return (await client.getCurrentUser()).username;
  }
});

describe('a refresh that fails', () => {
  it.each([
    ['5xx', { kind: 'status', status: 503 }],
    ['a rate limit', { kind: 'status', status: 429, headers: { 'retry-after': '30' } }],
    ['a broken connection', { kind: 'down' }],
  ] as const)('with %s keeps the account and its tokens', async (_, fault) => {
    await letTokenExpire();
    world.sandbox.faults.set({ match: 'POST /oauth/token', ...fault });
    const { accounts } = world.notelab.context;
    await expect(accounts.accessToken(accountId)).rejects.toThrow(/GitLab sandbox/);
    expect((await account())?.health).toBe('connected');
    world.sandbox.faults.clear();
    await expect(accounts.accessToken(accountId)).resolves.toBeDefined();
  });

  it('because of a moment too many at once is tried once more, unseen', async () => {
    await letTokenExpire();
    const headers = { 'retry-after': '0' };
    world.sandbox.faults.set({ match: 'POST /oauth/token', kind: 'status', status: 429, headers, times: 1 });
    await expect(world.notelab.context.accounts.accessToken(accountId)).resolves.toBeDefined();
  });

  it('while the token is still good for a while gives that token', async () => {
    const { accounts } = world.notelab.context;
    const token = await accounts.accessToken(accountId);
    await letTokenExpire(2 * 60_000);
    world.sandbox.faults.set({ match: 'POST /oauth/token', kind: 'status', status: 503 });
    expect((await accounts.accessToken(accountId)).reveal()).toBe(token.reveal());
  });

  it('because the user revoked the application needs a new link, and is not tried again', async () => {
    await letTokenExpire();
    world.sandbox.revokeApplication('developer', 'notelab-sample-application');
    const { accounts } = world.notelab.context;
    const problem = await accounts.accessToken(accountId).catch((error) => error.problem);
    expect(problem).toMatchObject({ code: 'account-needs-reconnect', instanceId: world.instanceId });
    expect(await account()).toMatchObject({ health: 'needs-reconnect', trouble: { reason: 'revoked' } });
    const before = refreshes();
    for (let again = 0; again < 3; again += 1) await accounts.accessToken(accountId).catch(() => {});
    await accounts.require(user, world.instanceId).catch(() => {});
    expect(refreshes()).toBe(before);
  });

  it('because a crash lost GitLab’s answer needs a new link, never a loop; linking again heals it', async () => {
    await letTokenExpire();
    // GitLab did the exchange, but nobody heard of it: what a crash before storing leaves behind.
    world.sandbox.faults.set({
      match: 'POST /oauth/token',
      kind: 'drop-after-bytes',
      afterBytes: 0,
      times: 1,
    });
    const { accounts } = world.notelab.context;
    await expect(accounts.accessToken(accountId)).rejects.toThrow();
    expect((await account())?.health).toBe('connected');

    const before = refreshes();
    for (let again = 0; again < 5; again += 1) await accounts.accessToken(accountId).catch(() => {});
    // One refresh, and one question whether GitLab still knows the application.
    expect(refreshes()).toBe(before + 2);
    expect(await account()).toMatchObject({ health: 'needs-reconnect', trouble: { reason: 'renewal-lost' } });

    await linkAs(world, editor, 'developer');
    await expect(accounts.accessToken(accountId)).resolves.toBeDefined();
  });

  it('because the new pair could not be stored needs a new link, never a loop', async () => {
    await letTokenExpire();
    const { accounts, database } = world.notelab.context;
    // GitLab has answered, and what it said never gets into the database: the old pair is dead there.
    await database.sql.execute(`
      create function refuse_tokens() returns trigger language plpgsql as $$
      begin raise exception 'the disk is full'; end $$`);
    await database.sql.execute(`
      create trigger refuse_tokens before update of token_version on gitlab_accounts
      for each row execute function refuse_tokens()`);
    const before = refreshes();
    await expect(accounts.accessToken(accountId)).rejects.toThrow();
    await database.sql.execute('drop function refuse_tokens cascade');
    expect((await account())?.health).toBe('connected');

    const other = await anotherProcess();
    for (let again = 0; again < 5; again += 1) await other.accessToken(accountId).catch(() => {});
    expect(refreshes()).toBe(before + 3);
    expect(await account()).toMatchObject({ health: 'needs-reconnect', trouble: { reason: 'renewal-lost' } });
    await other.close();

    await linkAs(world, editor, 'developer');
    await expect(accounts.accessToken(accountId)).resolves.toBeDefined();
  });

  it('because another process was faster uses what that one stored', async () => {
    const other = await anotherProcess();
    await letTokenExpire();
    const stored = await other.accessToken(accountId);
    const before = refreshes();
    expect((await world.notelab.context.accounts.accessToken(accountId)).reveal()).toBe(stored.reveal());
    expect(refreshes()).toBe(before);
    await other.close();
  });
});

it('an account that was given up while its new pair was under way lives', async () => {
  const { accounts, database } = world.notelab.context;
  await letTokenExpire();
  world.sandbox.faults.set({ match: 'POST /oauth/token', kind: 'delay', delayMs: 200 });
  const before = refreshes();
  const wanted = accounts.accessToken(accountId);
  await expect.poll(refreshes).toBe(before + 1);
  // A process that lost its lock asked, too, and was told that the refresh token is used.
  await database.sql.execute(
    `update gitlab_accounts set state = 'needs-reconnect' where id = '${accountId}'`,
  );
  await wanted;
  expect((await account())?.health).toBe('connected');
});

describe('disconnecting during a refresh', () => {
  it('revokes the pair that the refresh brings, and nobody gets a token', async () => {
    await letTokenExpire();
    world.sandbox.faults.set({ match: 'POST /oauth/token', kind: 'delay', delayMs: 300 });
    const { accounts } = world.notelab.context;
    const wanted = accounts.accessToken(accountId).then(
      (token) => token.reveal(),
      () => null,
    );
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(await accounts.disconnect(user, world.instanceId)).toEqual({ revoked: true });
    const token = await wanted;
    if (token) {
      const response = await fetch(`${world.sandbox.url}/api/v4/user`, {
        headers: { authorization: `Bearer ${token}` },
      });
      expect(response.status).toBe(401);
    }
    await expect(accounts.accessToken(accountId)).rejects.toThrow(/no longer connected/);
  });
});

describe('who the account is', () => {
  it('is read again once a day', async () => {
    const { accounts, database } = world.notelab.context;
    const yesterday = new Date(Date.now() - 25 * hourMs).toISOString();
    await database.sql.execute(
      `update gitlab_accounts set commit_email = 'old@example.com', profile_read_at = '${yesterday}' where id = '${accountId}'`,
    );
    const profileReads = () => world.sandbox.requests().filter(({ path }) => path === '/api/v4/user').length;
    const before = profileReads();
    await Promise.all(Array.from({ length: 5 }, () => accounts.require(user, world.instanceId)));
    await expect
      .poll(async () => (await accounts.find(user.id, world.instanceId))?.commitEmail)
      .toBe('developer@acme.example');
    await accounts.require(user, world.instanceId);
    expect(profileReads()).toBe(before + 1);
  });
});
