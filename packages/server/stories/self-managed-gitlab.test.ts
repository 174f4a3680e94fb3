import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  addInstance,
  commitAndPush,
  type Instance,
  listAuditLog,
  listFiles,
  listInstances,
  pullCheckout,
  reCloneCheckout,
  testConnection,
  testInstance,
  updateInstance,
  writeFile,
} from '@notelab/contract';
import {
  type Client,
  type ConnectProxy,
  createCertificateAuthority,
  createWorld,
  linkGitLabAccount,
  type SelfManagedGitLab,
  startConnectProxy,
  startSelfManagedGitLab,
  type World,
} from '@notelab/dev-env';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ConnectedProject, connectProject, endOf } from './a-connected-project.ts';
import { openedTerminal } from './an-open-terminal.ts';
import { gitAtGitLab } from './elsewhere.ts';
import { readTest, statesOf } from './test-connection.ts';

// A company's GitLab: below a path, behind TLS with a certificate of its own authority, reached through a proxy that
// asks for a password. Beside it the sandbox, as a second instance.
const application = { clientId: 'company-app', clientSecret: 'company-secret' };
let folder: string;
let world: World;
let company: SelfManagedGitLab;
let proxy: ConnectProxy;
let admin: Client;
let instance: Instance;
let connected: ConnectedProject;

beforeAll(async () => {
  world = await createWorld({ config: { allowPrivateGitLab: true } });
  folder = await mkdtemp(join(tmpdir(), 'notelab-company-'));
  const redirectUris = [`${world.notelab.url}/api/gitlab/callback`];
  company = await startSelfManagedGitLab(folder, [
    { ...application, name: 'Notelab', redirectUris, scopes: ['api'] },
  ]);
  proxy = await startConnectProxy();
  admin = await world.signInLinked('admin', 'developer');
});
afterAll(async () => {
  await world?.close();
  await proxy?.close();
  await company?.close();
  await rm(folder, { recursive: true, force: true });
});

const settings = () => ({
  ...application,
  url: company.url,
  certificateAuthority: company.authority.pem,
  proxy: proxy.url,
});
const here = () => ({ params: { instanceId: instance.id } });
const testAll = (changes: object = {}) => readTest(admin, testConnection.path, { ...settings(), ...changes });
const strangers = () => company.front.callers.filter((port) => !proxy.localPorts.has(port));

test('without the authority the test ends at the certificate, and says whose it is', async () => {
  const results = await testAll({ certificateAuthority: '' });
  expect(statesOf(results)).toEqual([
    'address: ok',
    'certificate: failed',
    'rest: not-reached',
    'application: not-reached',
    'git: not-reached',
  ]);
  expect(results.certificate.summary).toContain('issued by Acme authority, which this server does not trust');
  expect(results.certificate.next).toContain('Certificate authority');
});

test('a proxy that wants a password is said to want one', async () => {
  const { address } = await testAll({ proxy: proxy.address });
  expect(address).toMatchObject({
    state: 'failed',
    summary: expect.stringContaining('asks for a user name'),
  });
});

test('with authority and proxy all is well, and the redirect address is all that nobody can tell', async () => {
  const results = await testAll();
  expect(statesOf(results)).toEqual([
    'address: ok',
    'certificate: ok',
    'rest: ok',
    'application: ok',
    'git: ok',
  ]);
  expect(results.address.summary).toContain(`through the proxy ${proxy.address}`);
  expect(results.application.next).toContain('/api/gitlab/callback');
});

test.each([
  ['certificateAuthority', '-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----'],
  ['certificateAuthority', 'our authority'],
  ['certificateAuthority', '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----'],
  ['proxy', 'socks5://proxy.example.com:1080'],
  ['proxy', 'http://proxy.example.com:3128/path'],
])('what cannot be a %s is refused as such: %s', async (field, text) => {
  const error = await testAll({ [field]: text }).catch((failure) => failure);
  expect(error.reply).toMatchObject({ code: 'invalid-input', fields: { [field]: expect.any(String) } });
});

test('it is added beside the sandbox, and shows no password', async () => {
  instance = await admin.call(addInstance, { body: { ...settings(), name: 'Acme GitLab' } });
  expect(instance.proxy).toEqual({ url: proxy.address, hasCredentials: true });
  expect(instance.certificateAuthority?.certificates).toMatchObject([{ subject: 'Acme authority' }]);
  const rows = await world.notelab.context.database.sql.execute('select * from gitlab_instances');
  expect(JSON.stringify(rows)).not.toMatch(/p@ss|p%40ss/);
  const { entries } = await admin.call(listAuditLog, {
    params: { workspaceId: world.workspaceId },
    query: { search: 'Acme GitLab' },
  });
  expect(entries[0]?.details).toMatchObject({ authorities: 'Acme authority', proxy: proxy.address });
});

test('from linking an account to a pushed commit, everything goes through the proxy', async () => {
  await linkGitLabAccount(admin, company.sandbox, { instanceId: instance.id, username: 'maintainer' });
  const there = { ...world, instanceId: instance.id };
  connected = await connectProject(there, admin, 'acme/analytics');
  const path = 'analytics/from-acme.txt';
  const { project, checkout } = connected;
  const params = { projectId: project.id };
  await admin.call(writeFile, { params, body: { path, text: 'Made at Acme\n', etag: null } });
  const body = { message: 'Say where it was made', paths: ['from-acme.txt'] };
  const operation = await admin.call(commitAndPush, { params: { checkoutId: checkout.id }, body });
  expect(await endOf(admin, operation)).toBe('pushed');

  const acme = { ...world, sandbox: company.sandbox };
  const log = await gitAtGitLab(acme, 'acme/analytics', 'log', '-1', '--format=%an %s', 'main');
  expect(String(log).trim()).toBe('Mara Maintainer Say where it was made');
  expect(strangers()).toEqual([]);
  expect(new Set(proxy.targets)).toEqual(new Set([new URL(company.url).host]));
  const counted = await admin.call(listInstances);
  expect(counted.map(({ name, accounts, repositories }) => [name, accounts, repositories])).toEqual([
    ['GitLab sandbox', 1, 0],
    ['Acme GitLab', 1, 1],
  ]);
});

test('the test of a saved instance asks as the own account: version, redirect address, a repository', async () => {
  const results = await readTest(admin, testInstance.path.replace(':instanceId', instance.id), {});
  expect(results.rest.summary).toMatch(/^GitLab [\d.]+ answers your account @maintainer\.$/);
  expect(results.application.why).toContain('@maintainer came back through it');
  expect(results.git.summary).toMatch(/can be read as @maintainer/);
});

test('large files go the same way', async () => {
  const { page } = await openedTerminal(admin, connected.project);
  const lfs =
    "git lfs track '*.bin' && head -c 300000 /dev/urandom > model.bin && git add . && git commit -qm 'A model'";
  expect(await page.run(`cd analytics && ${lfs}`)).toMatchObject({ exitCode: 0 });
  expect((await page.run('git push')).output).toContain('Uploading LFS objects: 100% (1/1)');
  expect(
    company.sandbox.requests().some(({ method, path }) => method === 'PUT' && path.includes('lfs')),
  ).toBe(true);
  expect(strangers()).toEqual([]);
});

test('settings that would cut everybody off are not stored', async () => {
  const other = createCertificateAuthority(join(folder, 'other'), 'Another authority').pem;
  const wrong = admin.call(updateInstance, { ...here(), body: { certificateAuthority: other } });
  await expect(wrong).rejects.toMatchObject({
    reply: { code: 'gitlab-unavailable', fields: { certificateAuthority: expect.any(String) } },
  });
  const closed = admin.call(updateInstance, { ...here(), body: { proxy: proxy.address } });
  await expect(closed).rejects.toMatchObject({ reply: { code: 'gitlab-unavailable' } });
});

test('a clone that runs while the proxy is taken out ends well; what comes after goes straight', async () => {
  const { checkout, project } = connected;
  const params = { checkoutId: checkout.id };
  company.sandbox.faults.set({ match: 'git-upload-pack', kind: 'slow', bytesPerSecond: 250_000 });
  const before = company.sandbox.requests().length;
  const clone = await admin.call(reCloneCheckout, { params, body: { discardWork: false } });
  const isTransferring = () =>
    company.sandbox
      .requests()
      .slice(before)
      .some(({ method, path }) => method === 'POST' && path.endsWith('git-upload-pack'));
  await expect.poll(isTransferring).toBe(true);
  const changed = await admin.call(updateInstance, { ...here(), body: { proxy: '' } });
  expect(changed.proxy).toBeNull();
  expect(await endOf(admin, clone)).toBe('re-cloned');
  expect(strangers()).not.toEqual([]);
  company.sandbox.faults.clear();

  const tunnels = proxy.targets.length;
  expect(await endOf(admin, await admin.call(pullCheckout, { params }))).toBe('up-to-date');
  expect(proxy.targets).toHaveLength(tunnels);
  const query = { path: 'analytics' };
  const files = await admin.call(listFiles, { params: { projectId: project.id }, query });
  expect(files.map(({ name }) => name)).toContain('from-acme.txt');
});
