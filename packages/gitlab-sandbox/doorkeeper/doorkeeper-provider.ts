import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Provider } from './provider.ts';

const server = fileURLToPath(new URL('oauth-server.rb', import.meta.url));

export const howToInstall =
  'To install it: apt-get install --no-install-recommends ruby-doorkeeper ruby-activerecord ruby-sqlite3 ruby-webrick';

export function hasDoorkeeper(): boolean {
  const gems = ['doorkeeper', 'activerecord', 'sqlite3', 'webrick'];
  return spawnSync('ruby', ['-e', gems.map((name) => `gem "${name}"`).join(';')]).status === 0;
}

/** Starts Doorkeeper in a process of its own, which ends with ours whatever happens. */
export async function startDoorkeeper(): Promise<Provider> {
  const child = spawn('ruby', ['-W0', server], { stdio: ['pipe', 'pipe', 'inherit'] });
  const closed = once(child, 'close');
  const port = await Promise.race([
    once(child.stdout, 'data').then(([line]) => Number(line)),
    closed.then(() => Promise.reject(new Error('Doorkeeper did not start.'))),
  ]);
  const url = `http://127.0.0.1:${port}`;
  const arrange = async (what: string, values: object): Promise<unknown> => {
    const reply = await fetch(`${url}/arrange`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ what, ...values }),
    });
    if (!reply.ok) throw new Error(`Doorkeeper could not arrange ${what}: ${await reply.text()}`);
    return reply.json();
  };
  return {
    url,
    visitor: { headers: { 'x-user-id': '2' }, fields: {} },
    addApplication: async ({ clientId, clientSecret, name, redirectUris, scopes }) => {
      await arrange('application', {
        uid: clientId,
        secret: clientSecret,
        confidential: clientSecret !== undefined,
        name,
        redirect_uri: redirectUris.join('\n'),
        scopes: scopes.join(' '),
      });
    },
    issueTokens: async (clientId, scopes) =>
      (await arrange('tokens', { uid: clientId, user_id: 2, scopes: scopes.join(' ') })) as {
        accessToken: string;
        refreshToken: string;
      },
    setClockOffset: async (offsetMs) => {
      await arrange('clock', { offset_ms: offsetMs });
    },
    close: async () => {
      child.stdin.end();
      await closed;
    },
  };
}
