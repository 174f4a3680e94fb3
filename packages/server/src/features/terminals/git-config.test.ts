import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { mainFile, type TerminalGit, toGitConfig } from './git-config.ts';

const run = promisify(execFile);
const gateway = 'http://127.0.0.1:4000';
const terminal: TerminalGit = {
  gatewayOrigin: gateway,
  instances: [
    { url: 'https://gitlab.example.com', gatewayUrl: `${gateway}/i/one/`, identity: null },
    { url: 'https://code.example.com/gitlab', gatewayUrl: `${gateway}/i/two/`, identity: null },
    { url: 'https://code.example.com/other', gatewayUrl: `${gateway}/i/three/`, identity: null },
  ],
  identity: { name: 'Ada', email: 'ada@example.com' },
  credentialHelper: '!/opt/node /opt/helper.ts',
  editor: 'nano',
  folder: '',
  lfsHooks: null,
};
let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'notelab-git-config-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** Git as in a terminal, in a repository whose own configuration anybody may have written. */
async function git(config: TerminalGit, ...args: string[]): Promise<string> {
  for (const [name, text] of Object.entries(toGitConfig({ ...config, folder })))
    await writeFile(join(folder, name), text);
  const env = {
    PATH: process.env.PATH,
    HOME: folder,
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: 'include.path',
    GIT_CONFIG_VALUE_0: join(folder, mainFile),
  };
  return (await run('git', ['-C', folder, ...args], { env })).stdout.trim();
}

test.each([
  ['https://gitlab.example.com/acme/analytics.git', '/i/one/acme/analytics.git'],
  ['git@gitlab.example.com:acme/analytics.git', '/i/one/acme/analytics.git'],
  ['ssh://git@gitlab.example.com/acme/analytics.git', '/i/one/acme/analytics.git'],
  ['https://code.example.com/gitlab/acme/analytics.git', '/i/two/acme/analytics.git'],
  ['https://code.example.com/other/acme/analytics.git', '/i/three/acme/analytics.git'],
  ['git@code.example.com:acme/analytics.git', '/i/two/acme/analytics.git'],
])('%s goes through the gateway', async (url, through) => {
  expect(await git(terminal, 'ls-remote', '--get-url', url)).toBe(gateway + through);
});

test.each(['https://github.com/acme/x.git', 'https://gitlab.example.com.evil.test/acme/x.git'])(
  '%s goes where it says',
  async (url) => {
    expect(await git(terminal, 'ls-remote', '--get-url', url)).toBe(url);
  },
);

test('it wins over what the repository says, and `git -c` wins over it', async () => {
  await git(terminal, 'init', '-q');
  for (const [key, value] of [
    ['user.name', 'Mallory'],
    ['core.hooksPath', '/evil'],
    ['core.fsmonitor', '/evil'],
    ['core.editor', '/evil'],
    ['protocol.ext.allow', 'always'],
  ])
    await git(terminal, 'config', key!, value!);
  const get = (...args: string[]) => git(terminal, ...args);
  expect(await get('config', 'user.name')).toBe('Ada');
  expect(await get('config', 'core.hooksPath')).toBe('/dev/null');
  expect(await get('config', 'core.fsmonitor')).toBe('false');
  expect(await get('config', 'core.editor')).toBe('nano');
  expect(await get('config', 'protocol.ext.allow')).toBe('never');
  expect(await get('symbolic-ref', '--short', 'HEAD')).toBe('main');
  expect(await get('-c', 'core.hooksPath=.git/hooks', 'config', 'core.hooksPath')).toBe('.git/hooks');
});

test.each(['Ada "the Countess" Lovelace', 'a\\b', 'x # y ; z', ' spaces ', '[core]', "O'Hara"])(
  'a name such as %j stays a name',
  async (name) => {
    const config = { ...terminal, identity: { name, email: 'ada@example.com' } };
    expect(await git(config, 'config', 'user.name')).toBe(name.trim());
    expect(await git(config, 'config', '--get', 'core.editor')).toBe('nano');
  },
);

test('a name cannot begin a new line of the configuration', async () => {
  const identity = { name: 'Ada\n[core]\n\teditor = evil', email: 'ada@example.com' };
  expect(await git({ ...terminal, identity }, 'config', '--get-all', 'core.editor')).toBe('nano');
});

test('whoever has an account on several instances commits as they are known where the repository is', async () => {
  const [one, two, three] = terminal.instances;
  const config: TerminalGit = {
    ...terminal,
    instances: [
      { ...one!, identity: { name: 'Ada One', email: 'ada@one.example' } },
      { ...two!, identity: { name: 'Ada Two', email: 'ada@two.example' } },
      three!,
    ],
  };
  await git(config, 'init', '-q');
  await git(config, 'config', 'user.email', 'mallory@example.com');
  expect(await git(config, 'config', 'user.email')).toBe('ada@example.com');
  for (const [url, email] of [
    ['https://code.example.com/gitlab/acme/x.git', 'ada@two.example'],
    ['git@gitlab.example.com:acme/x.git', 'ada@one.example'],
    ['https://code.example.com/other/acme/x.git', 'ada@example.com'],
    ['https://github.com/acme/x.git', 'ada@example.com'],
  ]) {
    await git(config, 'config', 'remote.origin.url', url!);
    expect(await git(config, 'config', 'user.email'), url).toBe(email);
  }
});
