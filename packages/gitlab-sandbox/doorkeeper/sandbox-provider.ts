import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox } from '../src/sandbox.ts';
import { samplePassword } from '../src/seed/sample-users.ts';
import type { Provider } from './provider.ts';

/** Signs the user in as a browser does. */
async function signIn(url: string): Promise<Provider['visitor']> {
  const page = await fetch(`${url}/users/sign_in`);
  const cookieOf = (reply: Response) => reply.headers.get('set-cookie')!.split(';')[0]!;
  const tokenOf = (html: string) => /name="authenticity_token" value="(\w+)"/.exec(html)![1]!;
  const signedIn = await fetch(`${url}/users/sign_in`, {
    method: 'POST',
    redirect: 'manual',
    headers: { cookie: cookieOf(page) },
    body: new URLSearchParams({
      authenticity_token: tokenOf(await page.text()),
      login: 'developer',
      password: samplePassword,
    }),
  });
  const headers = { cookie: cookieOf(signedIn) };
  const home = await (await fetch(url, { headers })).text();
  return { headers, fields: { authenticity_token: tokenOf(home) } };
}

export async function startSandboxProvider(): Promise<Provider> {
  const dataDir = mkdtempSync(join(tmpdir(), 'gitlab-sandbox-doorkeeper-'));
  const sandbox = await startSandbox({ dataDir });
  return {
    url: sandbox.url,
    visitor: await signIn(sandbox.url),
    addApplication: async (application) => sandbox.addOAuthApplication(application),
    issueTokens: async (clientId, scopes) => sandbox.issueTokens('developer', clientId, scopes),
    setClockOffset: async (offsetMs) => sandbox.setClockOffset(offsetMs),
    close: async () => {
      await sandbox.close();
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
