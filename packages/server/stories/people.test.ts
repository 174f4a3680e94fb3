import {
  acceptInvitation,
  changeMemberRole,
  completeSetUp,
  createInvitation,
  createWorkspace,
  getInvitation,
  getMe,
  getSetUp,
  listInvitations,
  listMembers,
  type Role,
  removeMember,
  signIn,
  signOut,
  withdrawInvitation,
} from '@notelab/contract';
import { Client, createWorld, type World } from '@notelab/dev-env';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

let world: World;
let admin: Client;

beforeAll(async () => {
  world = await createWorld();
  admin = await world.signIn('admin');
});
afterAll(() => world?.close());

const inWorkspace = () => ({ params: { workspaceId: world.workspaceId } });
const newPerson = (name: string) => ({
  name,
  email: `${name.toLowerCase()}@example.com`,
  password: 'correct horse',
});

async function invite(role: Role): Promise<string> {
  const { url } = await admin.call(createInvitation, { ...inWorkspace(), body: { role } });
  return new URL(url!).pathname.split('/').at(-1)!;
}

async function join(
  name: string,
  role: Role,
): Promise<{ client: Client; userId: string & { __brand?: never } }> {
  const client = new Client(world.notelab.url);
  const token = await invite(role);
  const { user } = await client.call(acceptInvitation, {
    params: { token },
    body: { newUser: newPerson(name) },
  });
  return { client, userId: user.id };
}

describe('set-up', () => {
  it('is done once: whoever comes later is sent to sign in', async () => {
    const stranger = new Client(world.notelab.url);
    expect((await stranger.call(getSetUp)).needed).toBe(false);
    const call = stranger.call(completeSetUp, { body: { ...newPerson('Late'), workspaceName: 'Mine' } });
    await expect(call).rejects.toThrow(/set-up-done/);
    await expect(stranger.call(getMe)).rejects.toThrow(/not-signed-in/);
  });

  it('offers the sample sign-ins of a sample installation', async () => {
    const { samples } = await new Client(world.notelab.url).call(getSetUp);
    expect(samples.map(({ role }) => role)).toEqual(['admin', 'editor', 'viewer']);
  });
});

describe('sign-in', () => {
  it('gives a cookie that scripts and other sites cannot use', async () => {
    const response = await new Client(world.notelab.url).fetch('/api/sign-in', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ email: 'ADMIN@example.com', password: 'notelab-demo' }),
    });
    const [cookie] = response.headers.getSetCookie();
    expect(cookie).toMatch(/^notelab\.session_token=/);
    expect(cookie).toMatch(/HttpOnly/);
    expect(cookie).toMatch(/SameSite=Lax/);
  });

  it('says the same about a wrong password and an unknown address', async () => {
    const attempts = ['editor@example.com', 'nobody@example.com'].map(async (email) => {
      const call = new Client(world.notelab.url).call(signIn, {
        body: { email, password: 'wrong password' },
      });
      return call.catch((error) => error.reply.detail);
    });
    const [wrong, unknown] = await Promise.all(attempts);
    expect(wrong).toBe(unknown);
  });

  it('ends guessing after ten attempts, also with the right password, and lets others in', async () => {
    const guess = (password: string) =>
      new Client(world.notelab.url).call(signIn, { body: { email: 'viewer@example.com', password } }).then(
        () => 'in',
        (error) => error.reply.code,
      );
    for (let attempt = 0; attempt < 10; attempt += 1)
      expect(await guess('wrong password')).toBe('wrong-credentials');
    expect(await guess('wrong password')).toBe('too-many-requests');
    expect(await guess('notelab-demo')).toBe('too-many-requests');
    await world.signIn('editor');
  });

  it('ends with signing out, for the cookie as it was too', async () => {
    const client = await world.signIn('editor');
    const copy = await world.signIn('editor');
    await client.call(signOut);
    await expect(client.call(getMe)).rejects.toThrow(/not-signed-in/);
    expect((await copy.call(getMe)).user.name).toBe('Editor');
  });

  it('is the only way: the sign-in library’s own addresses are not there', async () => {
    for (const path of ['/api/auth/sign-up/email', '/api/auth/sign-in/email', '/api/auth/get-session'])
      expect((await admin.fetch(path, { method: path.includes('get') ? 'GET' : 'POST' })).status).toBe(404);
  });
});

describe('requests from other sites', () => {
  const post = (headers: Record<string, string>) =>
    fetch(`${world.notelab.url}/api/sign-out`, { method: 'POST', headers });

  it.each<[string, Record<string, string>, number]>([
    ['another host', { origin: 'https://evil.example' }, 403],
    ['another port of this host', { origin: 'http://127.0.0.1:1' }, 403],
    ['a sandboxed frame', { origin: 'null' }, 403],
    ['a browser that says so without an origin', { 'sec-fetch-site': 'same-site' }, 403],
    ['no browser', {}, 200],
  ])('from %s', async (_, headers, status) => {
    expect((await post(headers)).status).toBe(status);
  });
});

describe('invitations', () => {
  it('show their link once, and only its hash is kept', async () => {
    const made = await admin.call(createInvitation, { ...inWorkspace(), body: { role: 'editor' } });
    expect(made.url).toMatch(new RegExp(`^${world.notelab.url}/invitation/[\\w-]{43}$`));
    const token = made.url!.split('/').at(-1)!;
    const listed = await admin.call(listInvitations, inWorkspace());
    expect(listed.find(({ id }) => id === made.id)?.url).toBeNull();
    const rows = await world.notelab.context.database.sql.execute('select * from invitations');
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  it('say what they invite to, and make a member of that role', async () => {
    const token = await invite('viewer');
    const person = new Client(world.notelab.url);
    expect(await person.call(getInvitation, { params: { token } })).toEqual({
      workspaceName: 'Acme Data',
      role: 'viewer',
      invitedBy: 'Admin',
    });
    const me = await person.call(acceptInvitation, {
      params: { token },
      body: { newUser: newPerson('Vera') },
    });
    expect(me.workspaces).toEqual([{ id: world.workspaceId, name: 'Acme Data', role: 'viewer' }]);
    expect((await person.call(getMe)).user.name).toBe('Vera');
  });

  it('work once, also for two at the same moment', async () => {
    const token = await invite('editor');
    const accept = (name: string) =>
      new Client(world.notelab.url)
        .call(acceptInvitation, { params: { token }, body: { newUser: newPerson(name) } })
        .then(
          () => 'joined',
          (error) => error.reply.code,
        );
    const results = await Promise.all([accept('Tick'), accept('Trick'), accept('Track')]);
    expect(results.toSorted()).toEqual(['invitation-invalid', 'invitation-invalid', 'joined']);
    expect(await accept('Donald')).toBe('invitation-invalid');
  });

  it('end after seven days, and when withdrawn', async () => {
    const withdrawn = await admin.call(createInvitation, { ...inWorkspace(), body: { role: 'editor' } });
    await admin.call(withdrawInvitation, {
      params: { workspaceId: world.workspaceId, invitationId: withdrawn.id },
    });
    const old = await invite('editor');
    await world.notelab.context.database.sql.execute(
      `update invitations set expires_at = now() - interval '1 second'`,
    );
    for (const token of [withdrawn.url!.split('/').at(-1)!, old, 'made-up'])
      await expect(admin.call(getInvitation, { params: { token } })).rejects.toThrow(/invitation-invalid/);
  });

  it('leave members as they are', async () => {
    const token = await invite('viewer');
    const me = await admin.call(acceptInvitation, { params: { token }, body: {} });
    expect(me.workspaces[0]?.role).toBe('admin');
  });

  it('do not take over an address that somebody has', async () => {
    const token = await invite('viewer');
    const call = new Client(world.notelab.url).call(acceptInvitation, {
      params: { token },
      body: { newUser: { ...newPerson('Admin'), name: 'Impostor' } },
    });
    await expect(call).rejects.toThrow(/email-taken/);
    expect((await admin.call(getInvitation, { params: { token } })).role).toBe('viewer');
  });

  it('of somebody who is no longer an admin end with that', async () => {
    const { client, userId } = await join('Gone', 'admin');
    const { url } = await client.call(createInvitation, { ...inWorkspace(), body: { role: 'admin' } });
    await admin.call(removeMember, { params: { workspaceId: world.workspaceId, userId } as never });
    const token = url!.split('/').at(-1)!;
    await expect(client.call(acceptInvitation, { params: { token }, body: {} })).rejects.toThrow(
      /invitation-invalid/,
    );
  });
});

describe('members', () => {
  it('lose everything at once when they are removed', async () => {
    const { client, userId } = await join('Otto', 'editor');
    const changes: unknown[] = [];
    world.notelab.context.workspaces.onMemberChanged((change) => void changes.push(change));
    await admin.call(removeMember, { params: { workspaceId: world.workspaceId, userId } as never });
    expect(changes).toEqual([{ workspaceId: world.workspaceId, userId, role: null }]);
    await expect(client.call(listMembers, inWorkspace())).rejects.toThrow(/not-found/);
    expect((await client.call(getMe)).workspaces).toEqual([]);
  });

  it('may leave, but not remove others', async () => {
    const { client, userId } = await join('Lea', 'viewer');
    const me = await admin.call(getMe);
    const remove = (id: string) =>
      client.call(removeMember, { params: { workspaceId: world.workspaceId, userId: id } as never });
    await expect(remove(me.user.id)).rejects.toThrow(/forbidden.*Only admins/);
    await remove(userId);
    expect((await client.call(getMe)).workspaces).toEqual([]);
  });

  it('always include an admin, even when two admins remove each other', async () => {
    const first = await join('Ada', 'viewer');
    const mine = await first.client.call(createWorkspace, { body: { name: 'Pair' } });
    const { url } = await first.client.call(createInvitation, {
      params: { workspaceId: mine.id },
      body: { role: 'admin' },
    });
    const second = await join('Bob', 'viewer');
    const token = url!.split('/').at(-1)!;
    await second.client.call(acceptInvitation, { params: { token }, body: {} });
    const demote = (client: Client, userId: string) =>
      client
        .call(changeMemberRole, {
          params: { workspaceId: mine.id, userId } as never,
          body: { role: 'viewer' },
        })
        .then(
          () => 'done',
          (error) => error.reply.code,
        );
    const results = await Promise.all([
      demote(first.client, second.userId),
      demote(second.client, first.userId),
    ]);
    expect(results.filter((result) => result === 'done')).toHaveLength(1);
    const members = await first.client.call(listMembers, { params: { workspaceId: mine.id } });
    const lastAdmin = members.find(({ role }) => role === 'admin')!;
    const client = lastAdmin.user.id === first.userId ? first.client : second.client;
    expect(await demote(client, lastAdmin.user.id)).toBe('last-admin');
  });
});

describe('open pages', () => {
  const open = (client: Client) => client.fetch(`/api/workspaces/${world.workspaceId}/events`);

  it('of members hear what changes', async () => {
    const response = await open(await world.signIn('editor'));
    expect(response.headers.get('content-type')).toContain('text/event-stream');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'self'");
    const reader = response.body!.pipeThrough(new TextDecoderStream()).getReader();
    expect((await reader.read()).value).toMatch(/^retry: /);
    await invite('viewer');
    expect((await reader.read()).value).toBe('data: {"type":"members-changed"}\n\n');
    await reader.cancel();
  });

  it('of others hear nothing', async () => {
    expect((await open(new Client(world.notelab.url))).status).toBe(401);
    const { client, userId } = await join('Nina', 'viewer');
    await client.call(removeMember, { params: { workspaceId: world.workspaceId, userId } as never });
    expect((await open(client)).status).toBe(404);
  });
});
