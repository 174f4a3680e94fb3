import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  addInstance,
  changeRepositories,
  connectAccount,
  disconnectAccount,
  type Instance,
  listAuditLog,
  listInstances,
  listMyInstances,
  removeInstance,
  testConnection,
  updateInstance,
} from '@notelab/contract';
import { type Client, createWorld, findFreePort, type World } from '@notelab/dev-env';
import { type Sandbox, startSandbox } from '@notelab/gitlab-sandbox';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connectRepositories } from './a-connected-project.ts';
import { linkAs, returnFromGitLab } from './link-as.ts';
import { readTest } from './test-connection.ts';

const settings = { name: 'Company GitLab', clientId: 'company-app', clientSecret: 'company-secret' };

const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'ok',
    (error) => error.reply.code,
  );

describe('where a GitLab may be', () => {
  let world: World;
  let admin: Client;
  beforeAll(async () => {
    world = await createWorld();
    admin = await world.signIn('admin');
  });
  afterAll(() => world?.close());

  it.each([
    ['ftp://gitlab.example.com', 'address-invalid'],
    ['https://user:password@gitlab.example.com', 'address-invalid'],
    ['https://gitlab.example.com/?x=1', 'address-invalid'],
    ['not an address', 'address-invalid'],
    ['http://127.1', 'address-refused'],
    ['http://0x7f000001', 'address-refused'],
    ['http://2130706433', 'address-refused'],
    ['http://0177.0.0.1', 'address-refused'],
    ['http://0', 'address-refused'],
    ['http://[::ffff:7f00:1]', 'address-refused'],
    ['http://[64:ff9b::a9fe:a9fe]', 'address-refused'],
    ['http://localhost.:4322', 'address-invalid'],
    ['http://[::ffff:127.0.0.1]', 'address-refused'],
    ['http://[::1]:4322', 'address-refused'],
    ['http://localhost:4322', 'address-refused'],
    ['http://10.0.0.8', 'address-refused'],
    ['http://192.168.1.1/gitlab', 'address-refused'],
    ['http://169.254.169.254', 'address-refused'],
  ])('%s: %s', async (url, code) => {
    expect(await codeOf(admin.call(addInstance, { body: { ...settings, url } }))).toBe(code);
  });

  it('the sandbox of a sample installation may live on this machine all the same', async () => {
    expect(await linkAs(world, admin, 'maintainer')).toBe('/here?gitlab=connected');
  });

  it('only admins may see and change instances', async () => {
    const editor = await world.signIn('editor');
    expect(await codeOf(editor.call(listInstances))).toBe('forbidden');
    expect(await codeOf(editor.call(addInstance, { body: { ...settings, url: 'gitlab.com' } }))).toBe(
      'forbidden',
    );
    expect(await codeOf(readTest(editor, testConnection.path, { url: 'gitlab.com' }))).toBe('forbidden');
  });
});

describe('an instance below a path, on a private address that the operator allows', () => {
  let world: World;
  let company: Sandbox;
  let folder: string;
  let admin: Client;
  let instance: Instance;

  beforeAll(async () => {
    world = await createWorld({ config: { allowPrivateGitLab: true } });
    folder = await mkdtemp(join(tmpdir(), 'notelab-company-'));
    const port = await findFreePort();
    company = await startSandbox({
      dataDir: folder,
      port,
      publicUrl: `http://localhost:${port}/gitlab`,
      oauthApplications: [
        {
          ...settings,
          redirectUris: [`${world.notelab.url}/api/gitlab/callback`],
          scopes: ['api'],
        },
      ],
    });
    admin = await world.signIn('admin');
  });
  afterAll(async () => {
    await world?.close();
    await company?.close();
    await rm(folder, { recursive: true, force: true });
  });

  const params = () => ({ instanceId: instance.id });

  it('is asked whether it knows the application before it is stored', async () => {
    const wrongSecret = { ...settings, clientSecret: 'another', url: company.url };
    expect(await codeOf(admin.call(addInstance, { body: wrongSecret }))).toBe('oauth-failed');
    const wrongPath = { ...settings, url: company.url.replace('/gitlab', '/git') };
    expect(await codeOf(admin.call(addInstance, { body: wrongPath }))).toBe('address-invalid');
    const nobodyThere = { ...settings, url: `http://localhost:${await findFreePort()}` };
    expect(await codeOf(admin.call(addInstance, { body: nobodyThere }))).toBe('gitlab-unavailable');
    expect(await admin.call(listInstances)).toHaveLength(1);
  });

  it('is added, with the address to register at GitLab and without its secret', async () => {
    instance = await admin.call(addInstance, { body: { ...settings, url: `${company.url}/` } });
    expect(instance).toEqual({
      id: expect.any(String),
      name: 'Company GitLab',
      url: company.url,
      clientId: 'company-app',
      redirectUrl: `${world.notelab.url}/api/gitlab/callback`,
      sandbox: false,
      certificateAuthority: null,
      proxy: null,
      accounts: 0,
      repositories: 0,
    });
    const rows = await world.notelab.context.database.sql.execute('select * from gitlab_instances');
    expect(JSON.stringify(rows)).not.toContain('company-secret');
  });

  it('is there once', async () => {
    const again = admin.call(addInstance, {
      body: { ...settings, url: company.url.toUpperCase().replace('GITLAB', 'gitlab') },
    });
    expect(await codeOf(again)).toBe('address-invalid');
  });

  it('can be linked to, beside the other one', async () => {
    const { url } = await admin.call(connectAccount, { params: params(), body: { returnTo: '/x' } });
    expect(url.startsWith(`${company.url}/oauth/authorize?`)).toBe(true);
    const callback = new URL(company.approveAuthorization(url, 'maintainer'));
    expect(await returnFromGitLab(admin, callback.pathname + callback.search)).toBe('/x?gitlab=connected');
    await linkAs(world, admin, 'developer');
    const usernames = (await admin.call(listMyInstances)).map(({ account }) => account?.username);
    expect(usernames).toEqual(['developer', 'maintainer']);
  });

  it('keeps its address and secret when its name changes, and checks a new secret', async () => {
    const renamed = await admin.call(updateInstance, { params: params(), body: { name: 'Our GitLab' } });
    expect(renamed).toMatchObject({ name: 'Our GitLab', url: company.url });
    const wrong = admin.call(updateInstance, { params: params(), body: { clientSecret: 'wrong' } });
    expect(await codeOf(wrong)).toBe('oauth-failed');
    const { url } = await admin.call(connectAccount, { params: params(), body: { returnTo: '/x' } });
    const callback = new URL(company.approveAuthorization(url, 'maintainer'));
    expect(await returnFromGitLab(admin, callback.pathname + callback.search)).toBe('/x?gitlab=connected');
  });

  it('stays while repositories of it are connected', async () => {
    const there = { ...world, instanceId: instance.id };
    await connectRepositories(there, admin, ['acme/analytics']);
    expect(await codeOf(admin.call(removeInstance, { params: params() }))).toBe('instance-in-use');
    const { repositories } = world.notelab.context;
    const [row] = await repositories.listOfInstance(instance.id);
    await admin.call(changeRepositories, {
      params: { workspaceId: world.workspaceId },
      body: { instanceId: instance.id, connect: [], remove: [row!.id] },
    });
  });

  it('is removed with the accounts on it, whose tokens are revoked', async () => {
    await admin.call(removeInstance, { params: params() });
    expect(company.requests().at(-1)).toMatchObject({ path: '/oauth/revoke', status: 200 });
    expect((await admin.call(listMyInstances)).map(({ name }) => name)).toEqual(['GitLab sandbox']);
    const { entries } = await admin.call(listAuditLog, {
      params: { workspaceId: world.workspaceId },
      query: { search: 'GitLab' },
    });
    expect(entries.map(({ action }) => action)).toEqual([
      'instance-removed',
      'instance-changed',
      'instance-added',
    ]);
  });

  const addAgain = async () => {
    instance = await admin.call(addInstance, { body: { ...settings, url: company.url } });
  };
  const linkThere = async () => {
    const { url } = await admin.call(connectAccount, { params: params(), body: { returnTo: '/x' } });
    const callback = new URL(company.approveAuthorization(url, 'maintainer'));
    expect(await returnFromGitLab(admin, callback.pathname + callback.search)).toBe('/x?gitlab=connected');
  };
  const withoutGitLab = async <T>(act: () => Promise<T>): Promise<T> => {
    company.faults.set({ match: '', kind: 'down' });
    return act().finally(() => company.faults.clear());
  };

  it('has at its removal revoked what it could not be told before', async () => {
    await addAgain();
    await linkThere();
    const parted = await withoutGitLab(() => admin.call(disconnectAccount, { params: params() }));
    expect(parted).toEqual({ revoked: false });
    expect(await admin.call(removeInstance, { params: params() })).toEqual({ unrevoked: 0 });
    expect(company.requests().at(-1)).toMatchObject({ path: '/oauth/revoke', status: 200 });
  });

  it('is removed while it does not answer, too, and what it could not be told is said', async () => {
    await addAgain();
    await linkThere();
    await withoutGitLab(() => admin.call(disconnectAccount, { params: params() }));
    await linkThere();
    const removed = await withoutGitLab(() => admin.call(removeInstance, { params: params() }));
    expect(removed).toEqual({ unrevoked: 2 });
    const { entries } = await admin.call(listAuditLog, {
      params: { workspaceId: world.workspaceId },
      query: { search: 'instance-removed' },
    });
    expect(entries[0]?.details).toEqual({ url: company.url, unrevoked: '2' });
    expect(entries[1]?.details).toEqual({ url: company.url });
  });
});
