import {
  connectAccount,
  disconnectAccount,
  getMe,
  listAuditLog,
  listMyInstances,
  refuseOfferedAccount,
  takeOfferedAccount,
} from '@notelab/contract';
import { Client, createWorld, type World } from '@notelab/dev-env';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { beginLinking, consent, linkAs, returnFromGitLab } from './link-as.ts';

let world: World;
let editor: Client;

beforeAll(async () => {
  world = await createWorld();
});
afterAll(() => world?.close());

beforeEach(async () => {
  world.sandbox.faults.clear();
  world.sandbox.setClockOffset(0);
  editor = await world.signIn('editor');
  await editor.call(disconnectAccount, { params: { instanceId: world.instanceId } }).catch(() => {});
});

const database = () => world.notelab.context.database.sql;

async function findAccount(client: Client) {
  const instances = await client.call(listMyInstances);
  return instances.find(({ id }) => id === world.instanceId)?.account ?? null;
}

describe('linking a GitLab account', () => {
  it('asks GitLab with PKCE and the one scope that is needed', async () => {
    const url = new URL(await beginLinking(world, editor));
    expect(url.href.startsWith(`${world.sandbox.url}/oauth/authorize?`)).toBe(true);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      response_type: 'code',
      scope: 'api',
      code_challenge_method: 'S256',
      redirect_uri: `${world.notelab.url}/api/gitlab/callback`,
    });
  });

  it('comes back to the page it began on, with the account', async () => {
    const url = await beginLinking(world, editor, '/w/x/projects?tab=git#panel');
    const location = await returnFromGitLab(editor, consent(world, url, 'developer'));
    expect(location).toBe('/w/x/projects?tab=git&gitlab=connected#panel');
    expect(await findAccount(editor)).toMatchObject({
      username: 'developer',
      name: 'Dev Developer',
      health: 'connected',
      scopes: ['api'],
    });
  });

  it('goes to the account settings when nobody said where to', async () => {
    const url = await beginLinking(world, editor);
    expect(await returnFromGitLab(editor, consent(world, url, 'developer'))).toBe(
      `/w/${world.workspaceId}/settings/account?gitlab=connected`,
    );
  });

  it.each([
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    '/\t/evil.example',
    'w/x',
    '\\\\evil',
  ])('refuses to come back to %j', async (returnTo) => {
    await expect(beginLinking(world, editor, returnTo)).rejects.toThrow(/invalid-input/);
  });

  it('tells the workspace’s log', async () => {
    await linkAs(world, editor, 'developer');
    const admin = await world.signIn('admin');
    const { entries } = await admin.call(listAuditLog, {
      params: { workspaceId: world.workspaceId },
      query: {},
    });
    expect(entries[0]).toMatchObject({ actor: 'Editor', action: 'account-linked', subject: '@developer' });
  });

  it('needs somebody who is signed in', async () => {
    const nobody = new Client(world.notelab.url);
    await expect(beginLinking(world, nobody)).rejects.toThrow(/not-signed-in/);
  });

  it('does not know an instance that is not there', async () => {
    const call = editor.call(connectAccount, { params: { instanceId: 'a'.repeat(20) }, body: {} });
    await expect(call).rejects.toThrow(/not-found/);
  });
});

describe('a callback that is not the answer to the own question', () => {
  const invalid = expect.stringContaining('gitlab=oauth-state-invalid');

  it('is refused with a state nobody made', async () => {
    expect(await returnFromGitLab(editor, '/api/gitlab/callback?code=x&state=made-up')).toEqual(invalid);
    expect(await returnFromGitLab(editor, '/api/gitlab/callback?code=x')).toEqual(invalid);
    expect(await returnFromGitLab(editor, '/api/gitlab/callback?code=x&state=a&state=b')).toEqual(invalid);
  });

  it('is refused the second time', async () => {
    const path = consent(world, await beginLinking(world, editor, '/here'), 'developer');
    expect(await returnFromGitLab(editor, path)).toBe('/here?gitlab=connected');
    expect(await returnFromGitLab(editor, path)).toEqual(invalid);
  });

  it('is refused for another user, who does not get the account', async () => {
    const viewer = await world.signIn('viewer');
    const path = consent(world, await beginLinking(world, editor), 'developer');
    expect(await returnFromGitLab(viewer, path)).toEqual(invalid);
    expect(await findAccount(viewer)).toBeNull();
  });

  it('is refused in another browser session of the same user, and stays good in the first', async () => {
    const otherBrowser = await world.signIn('editor');
    const path = consent(world, await beginLinking(world, editor, '/here'), 'developer');
    expect(await returnFromGitLab(otherBrowser, path)).toEqual(invalid);
    expect(await returnFromGitLab(new Client(world.notelab.url), path)).toEqual(invalid);
    expect(await returnFromGitLab(editor, path)).toBe('/here?gitlab=connected');
  });

  it('is refused after ten minutes', async () => {
    const path = consent(world, await beginLinking(world, editor, '/here'), 'developer');
    const past = new Date(Date.now() - 1_000).toISOString();
    await database().execute(`update gitlab_link_attempts set expires_at = '${past}'`);
    expect(await returnFromGitLab(editor, path)).toEqual(invalid);
    expect(await findAccount(editor)).toBeNull();
  });

  it.each([
    ['is missing', `''`],
    [
      'is that of somebody else',
      `(select sealed_code_verifier from gitlab_link_attempts where return_to = '/theirs' limit 1)`,
    ],
  ])('is refused when the verifier %s, and GitLab is not asked', async (_what, verifier) => {
    await beginLinking(world, await world.signIn('viewer'), '/theirs');
    const path = consent(world, await beginLinking(world, editor, '/here'), 'developer');
    await database().execute(
      `update gitlab_link_attempts set sealed_code_verifier = ${verifier} where return_to = '/here'`,
    );
    const before = world.sandbox.requests().length;
    expect(await returnFromGitLab(editor, path)).toBe('/here?gitlab=oauth-state-invalid');
    expect(world.sandbox.requests()).toHaveLength(before);
    expect(await findAccount(editor)).toBeNull();
  });

  it('fails when the code was made for another verifier', async () => {
    const first = await beginLinking(world, editor, '/here');
    const second = await beginLinking(world, editor, '/here');
    const mixed = new URL(consent(world, first, 'developer'), world.notelab.url);
    mixed.searchParams.set('state', new URL(second).searchParams.get('state')!);
    expect(await returnFromGitLab(editor, mixed.pathname + mixed.search)).toBe('/here?gitlab=oauth-failed');
    expect(await findAccount(editor)).toBeNull();
  });
});

describe('what GitLab may answer instead', () => {
  async function answerWith(query: string): Promise<string> {
    const state = new URL(await beginLinking(world, editor, '/here')).searchParams.get('state');
    return returnFromGitLab(editor, `/api/gitlab/callback?${query}&state=${state}`);
  }

  it('denied by the user', async () => {
    expect(await answerWith('error=access_denied')).toBe('/here?gitlab=oauth-denied');
  });

  it('any other error, or a code it does not know', async () => {
    expect(await answerWith('error=server_error')).toBe('/here?gitlab=oauth-failed');
    expect(await answerWith('code=unknown')).toBe('/here?gitlab=oauth-failed');
  });

  it('nothing, because it is down', async () => {
    const path = consent(world, await beginLinking(world, editor, '/here'), 'developer');
    world.sandbox.faults.set({ match: 'POST /oauth/token', kind: 'status', status: 502 });
    expect(await returnFromGitLab(editor, path)).toBe('/here?gitlab=gitlab-unavailable');
  });

  it('no profile: the tokens that were given are revoked again', async () => {
    const path = consent(world, await beginLinking(world, editor, '/here'), 'developer');
    world.sandbox.faults.set({ match: 'GET /api/v4/user', kind: 'status', status: 500 });
    expect(await returnFromGitLab(editor, path)).toBe('/here?gitlab=gitlab-unavailable');
    expect(await findAccount(editor)).toBeNull();
    expect(world.sandbox.requests().at(-1)).toMatchObject({ path: '/oauth/revoke', status: 200 });
  });
});

it('GitLab that gives nothing to renew the access with is taken as it is: the account says when it ends', async () => {
  const { accessToken } = world.sandbox.issueTokens('developer', 'notelab-sample-application', ['api']);
  world.sandbox.faults.set({
    match: 'POST /oauth/token',
    kind: 'status',
    status: 200,
    body: { access_token: accessToken, token_type: 'Bearer', scope: 'api' },
  });
  expect(await linkAs(world, editor, 'developer')).toBe('/here?gitlab=connected');
  const account = await findAccount(editor);
  expect(account).toMatchObject({ health: 'ending', trouble: null });
  expect(Date.parse(account!.endsAt!) - Date.now()).toBeGreaterThan(7_000_000);

  await database().execute(`update gitlab_accounts set access_token_expires_at = now()`);
  const { accounts } = world.notelab.context;
  await expect(accounts.accessToken(account!.id)).rejects.toThrow(/Reconnect it/);
  expect(await findAccount(editor)).toMatchObject({
    health: 'needs-reconnect',
    trouble: { reason: 'ended' },
  });
  await editor.call(disconnectAccount, { params: { instanceId: world.instanceId } });
  expect(world.sandbox.requests().at(-1)).toMatchObject({ path: '/oauth/revoke', status: 200 });
});

describe('linking again', () => {
  it('as the same GitLab user keeps the account and revokes the older tokens', async () => {
    await linkAs(world, editor, 'developer');
    const before = await findAccount(editor);
    expect(await linkAs(world, editor, 'developer')).toBe('/here?gitlab=connected');
    expect((await findAccount(editor))?.id).toBe(before?.id);
    expect(world.sandbox.requests().at(-1)?.path).toBe('/oauth/revoke');
    await worksWithGitLab('developer');
  });

  describe('as somebody else', () => {
    const inInstance = () => ({ params: { instanceId: world.instanceId } });
    const findOffered = async () =>
      (await editor.call(listMyInstances)).find(({ id }) => id === world.instanceId)?.offered;
    let before: Awaited<ReturnType<typeof findAccount>>;

    beforeEach(async () => {
      await linkAs(world, editor, 'developer');
      before = await findAccount(editor);
      expect(await linkAs(world, editor, 'reporter')).toBe('/here?gitlab=other-user');
    });

    it('changes nothing until the person has said who it is to be', async () => {
      expect(await findAccount(editor)).toEqual(before);
      expect(await findOffered()).toMatchObject({ username: 'reporter', name: 'Rita Reporter' });
      await worksWithGitLab('developer');
    });

    it('replaces the account when the person says so, and ends what used it', async () => {
      const unlinked: string[] = [];
      world.notelab.context.accounts.onUnlinked(({ accountId }) => void unlinked.push(accountId));
      const account = await editor.call(takeOfferedAccount, inInstance());
      expect(unlinked).toEqual([before?.id]);
      expect(account).toMatchObject({ username: 'reporter', health: 'connected' });
      expect(account.id).not.toBe(before?.id);
      expect(await findOffered()).toBeNull();
      await worksWithGitLab('reporter');
      await expect(editor.call(takeOfferedAccount, inInstance())).rejects.toThrow(/not-found/);
    });

    it('is taken back when the person stays, and what it allowed is revoked', async () => {
      await editor.call(refuseOfferedAccount, inInstance());
      expect(world.sandbox.requests().at(-1)).toMatchObject({ path: '/oauth/revoke', status: 200 });
      expect(await findOffered()).toBeNull();
      expect(await findAccount(editor)).toEqual(before);
      await worksWithGitLab('developer');
    });

    it('is forgotten after ten minutes, and what it allowed is revoked', async () => {
      const past = new Date(Date.now() - 1_000).toISOString();
      await database().execute(`update gitlab_offered_accounts set expires_at = '${past}'`);
      expect(await findOffered()).toBeNull();
      await world.notelab.context.accounts.revokePending();
      expect(world.sandbox.requests().at(-1)).toMatchObject({ path: '/oauth/revoke', status: 200 });
      await expect(editor.call(takeOfferedAccount, inInstance())).rejects.toThrow(/not-found/);
    });
  });

  async function worksWithGitLab(username: string): Promise<void> {
    const client = await world.notelab.context.accounts.client(await userOf(editor), world.instanceId);
    expect((await client.getCurrentUser()).username).toBe(username);
  }
});

describe('disconnecting', () => {
  const disconnect = () => editor.call(disconnectAccount, { params: { instanceId: world.instanceId } });

  it('ends what uses the account, revokes the tokens at GitLab and forgets them', async () => {
    await linkAs(world, editor, 'developer');
    const { accounts } = world.notelab.context;
    const account = (await findAccount(editor))!;
    const token = await accounts.accessToken(account.id);
    const unlinked: string[] = [];
    accounts.onUnlinked(({ accountId }) => void unlinked.push(accountId));

    expect(await disconnect()).toEqual({ revoked: true });

    expect(unlinked).toEqual([account.id]);
    expect(await findAccount(editor)).toBeNull();
    await expect(accounts.accessToken(account.id)).rejects.toThrow(/no longer connected/);
    expect(await statusOfToken(token.reveal())).toBe(401);
    await expect(disconnect()).rejects.toThrow(/not-found/);
  });

  it('while GitLab is down works at once, and revokes when GitLab is back', async () => {
    await linkAs(world, editor, 'developer');
    const account = (await findAccount(editor))!;
    const token = (await world.notelab.context.accounts.accessToken(account.id)).reveal();
    world.sandbox.faults.set({ match: 'POST /oauth/revoke', kind: 'down' });
    expect(await disconnect()).toEqual({ revoked: false });
    expect(await findAccount(editor)).toBeNull();
    expect(await statusOfToken(token)).toBe(200);

    world.sandbox.faults.clear();
    await world.notelab.context.accounts.revokePending();
    expect(await statusOfToken(token)).toBe(401);
  });

  it('while GitLab has another secret for the application revokes when an admin has mended that', async () => {
    await linkAs(world, editor, 'developer');
    const account = (await findAccount(editor))!;
    const token = (await world.notelab.context.accounts.accessToken(account.id)).reveal();
    const application = {
      clientId: 'notelab-sample-application',
      name: 'Notelab',
      redirectUris: [`${world.notelab.url}/api/gitlab/callback`],
      scopes: ['api'],
    };
    world.sandbox.addOAuthApplication({ ...application, clientSecret: 'renewed' });
    expect(await disconnect()).toEqual({ revoked: false });
    expect(await statusOfToken(token)).toBe(200);

    world.sandbox.addOAuthApplication({ ...application, clientSecret: 'notelab-sample-secret' });
    await world.notelab.context.accounts.revokePending();
    expect(await statusOfToken(token)).toBe(401);
  });

  it('a problem of somebody who listens does not stop it', async () => {
    await linkAs(world, editor, 'developer');
    world.notelab.context.accounts.onUnlinked(() => {
      throw new Error('a listener that fails');
    });
    expect(await disconnect()).toEqual({ revoked: true });
  });

  async function statusOfToken(token: string): Promise<number> {
    const response = await fetch(`${world.sandbox.url}/api/v4/user`, {
      headers: { authorization: `Bearer ${token}` },
    });
    return response.status;
  }
});

async function userOf(client: Client) {
  return (await client.call(getMe)).user;
}

it('problems name the instance to connect', async () => {
  const { accounts } = world.notelab.context;
  const problem = await accounts
    .require(await userOf(editor), world.instanceId)
    .catch((error) => error.problem);
  expect(problem).toMatchObject({ code: 'account-missing', instanceId: world.instanceId });
});
