import { randomUUID } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { sql as text } from 'drizzle-orm';
import { request } from 'undici';
import type { Database } from '../../database/database.ts';
import type { Log } from '../../log.ts';

export interface Readiness {
  /** Why Notelab cannot do its work now, a sentence each; empty when it can. */
  listReasons(): Promise<string[]>;
}

const answerWithinMs = 2_000;
/** Anybody may ask: the answer to one is good for all who ask at the same time. */
const goodForMs = 1_000;

/** Whether Notelab can do what it is for. GitLab is not part of it: another server would not reach it better. */
export function createReadiness({
  database: { sql },
  dataDir,
  gateway,
  log,
}: {
  database: Database;
  dataDir: string;
  gateway: { url: string };
  log: Log;
}): Readiness {
  const checks: [string, () => Promise<unknown>][] = [
    ['The database does not answer.', async () => sql.execute(text`select 1`)],
    ['The data folder cannot be written.', () => writeAndRemove(join(dataDir, `.writable-${randomUUID()}`))],
    [
      'The gateway that git uses does not answer.',
      async () => (await request(gateway.url, { signal: AbortSignal.timeout(answerWithinMs) })).body.dump(),
    ],
  ];
  let latest: { atMs: number; reasons: Promise<string[]> } | null = null;

  async function check(): Promise<string[]> {
    const failed = await Promise.all(
      checks.map(async ([reason, attempt]) => {
        try {
          await inTime(attempt());
          return [];
        } catch (error) {
          log.error({ err: error }, `not ready: ${reason}`);
          return [reason];
        }
      }),
    );
    return failed.flat();
  }

  return {
    listReasons() {
      if (!latest || performance.now() - latest.atMs > goodForMs)
        latest = { atMs: performance.now(), reasons: check() };
      return latest.reasons;
    },
  };
}

async function inTime(work: Promise<unknown>): Promise<void> {
  const waiting = new AbortController();
  const tooLate = delay(answerWithinMs, null, { signal: waiting.signal }).then(() => {
    throw new Error(`no answer within ${answerWithinMs} ms`);
  });
  try {
    await Promise.race([work, tooLate]);
  } finally {
    waiting.abort();
  }
}

async function writeAndRemove(path: string): Promise<void> {
  try {
    await writeFile(path, 'x');
  } finally {
    await rm(path, { force: true });
  }
}
