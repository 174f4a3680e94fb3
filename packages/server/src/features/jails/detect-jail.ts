import { chown, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { bubblewrapJail } from './bubblewrap.ts';
import type { Jail } from './jail.ts';
import { noJail } from './no-jail.ts';

/** Finds out by trying: bubblewrap, or a part of what it does, may be missing or forbidden on this machine. */
export async function detectJail(): Promise<Jail> {
  const jail = bubblewrapJail();
  const why = await findProblem(jail);
  if (why === null) return jail;
  const simpler = bubblewrapJail({ namespaces: false });
  return jail.owner && (await findProblem(simpler)) === null ? simpler : noJail(why);
}

/** Why the jail cannot be used, as a sentence; null when it can. */
async function findProblem(jail: Jail): Promise<string | null> {
  const folder = await mkdtemp(join(tmpdir(), 'notelab-jail-'));
  try {
    if (jail.owner) await chown(folder, jail.owner.uid, jail.owner.gid);
    const env = { PATH: '/usr/local/bin:/usr/bin:/bin' };
    const child = jail.spawn({ args: ['git', '--version'], cwd: folder, env, folder });
    const exit = new Promise<number | null>((resolve, reject) => {
      child.once('error', reject);
      child.once('close', resolve);
    });
    const [code, said] = await Promise.all([exit, text(child.stderr!)]);
    if (code === 0) return null;
    return code === 127 ? 'bubblewrap is not installed.' : `bubblewrap does not work here (${said.trim()}).`;
  } catch (error) {
    return `bubblewrap could not be tried (${error}).`;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
