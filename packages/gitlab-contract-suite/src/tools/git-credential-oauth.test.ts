import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { commitFile, run, temporaryDir } from '../git.ts';
import { registration, startSandboxTarget } from '../sandbox-target.ts';
import { afterwards } from '../target.ts';

const browser = fileURLToPath(new URL('browser-command.ts', import.meta.url));

test('git-credential-oauth gets a token in the browser, and git clones and pushes with it', async () => {
  const gitlab = await startSandboxTarget();
  afterwards(() => gitlab.close());
  const { sandbox, url, project } = gitlab;
  // As its users are told to: not confidential, and with the address of the own machine, whatever the port.
  sandbox.addOAuthApplication({
    ...registration,
    clientId: 'credential-helper',
    clientSecret: undefined,
    redirectUris: ['http://127.0.0.1'],
  });
  const home = temporaryDir();
  mkdirSync(join(home, 'bin'));
  const command = `#!/bin/sh\n'${process.execPath}' --disable-warning=ExperimentalWarning '${browser}' "$@" 2> "$HOME/problem" > /dev/null &\n`;
  // Which of them it starts depends on how it was built; all return when the browser has started.
  for (const name of ['open', 'xdg-open']) writeFileSync(join(home, 'bin', name), command, { mode: 0o755 });
  const config = {
    'credential.helper': 'oauth',
    [`credential.${url}.oauthClientId`]: 'credential-helper',
    [`credential.${url}.oauthScopes`]: 'read_repository write_repository',
    [`credential.${url}.oauthAuthURL`]: '/oauth/authorize',
    [`credential.${url}.oauthTokenURL`]: '/oauth/token',
  };
  for (const [name, value] of Object.entries(config)) {
    await run(home, 'git', ['config', '--global', '--add', name, value]);
  }
  const env = {
    HOME: home,
    PATH: `${join(home, 'bin')}:${process.env.PATH}`,
    SITE_URL: url,
    SITE_USERNAME: 'developer',
    SITE_PASSWORD: gitlab.password,
  };
  // The helper waits for its browser for ever; timeout ends it together with git.
  const gitIn = (dir: string, ...args: string[]) => run(dir, 'timeout', ['60', 'git', ...args], env);
  const cloned = await gitIn(home, 'clone', '--quiet', `${url}/${project}.git`, 'work');
  expect([cloned.exitCode, readFileSync(join(home, 'problem'), 'utf8')], cloned.stderr).toEqual([0, '']);
  const dir = join(home, 'work');
  await commitFile(dir, 'by-oauth.md', 'pushed\n');
  const pushed = await gitIn(dir, 'push', 'origin', 'HEAD:refs/heads/by-oauth');
  expect(pushed.exitCode, pushed.stderr).toBe(0);
  const received = sandbox.requests().filter(({ path }) => path.endsWith('/git-receive-pack'));
  expect(received).toMatchObject([{ username: 'developer', tokenKind: 'oauth', status: 200 }]);
});
