import { createHash } from 'node:crypto';
import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { PGlite } from '@electric-sql/pglite';
import type { ExtractTablesWithRelations } from 'drizzle-orm';
import { drizzle as drizzleNodePostgres } from 'drizzle-orm/node-postgres';
import { migrate as migrateNodePostgres } from 'drizzle-orm/node-postgres/migrator';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import { drizzle as drizzlePGlite } from 'drizzle-orm/pglite';
import { migrate as migratePGlite } from 'drizzle-orm/pglite/migrator';
import pg from 'pg';
import { copyEmptyDatabase, findEmptyDatabase } from './empty-database.ts';
import { migrationsFolder } from './migrations.ts';

type NoTables = Record<string, never>;

/** Drizzle on either engine. Stores write `db.sql.select()…`. */
export type Sql = PgDatabase<PgQueryResultHKT, NoTables, ExtractTablesWithRelations<NoTables>>;

export interface Database {
  sql: Sql;
  /** Other servers may work with it, too. */
  isShared: boolean;
  /**
   * Runs `work` while no other caller, in this process or another on the same database, runs work under the
   * same key. Not a transaction: it may wait for the network without holding rows.
   * @param options.signal ends the waiting; what `work` does about it is its own affair
   */
  withLock<T>(key: string, work: () => Promise<T>, options?: { signal?: AbortSignal }): Promise<T>;
  close(): Promise<void>;
}

/**
 * Opens the database and brings its schema up to date.
 * @param location a `postgres://` address, a folder for the embedded engine, or `memory` for one that is gone
 *   with the process (tests).
 */
export async function openDatabase(
  location: { url: string } | { folder: string } | 'memory',
): Promise<Database> {
  if (location !== 'memory' && 'url' in location) return openPostgres(location.url);
  const client = location === 'memory' ? await openInMemory() : await openInFolder(location.folder);
  const sql = drizzlePGlite(client, { casing: 'snake_case' });
  await migratePGlite(sql, { migrationsFolder });
  return {
    sql: sql as unknown as Sql,
    isShared: false,
    withLock: lockInProcess(),
    close: () => client.close(),
  };
}

async function openInMemory(): Promise<PGlite> {
  const loadDataDir = (await findEmptyDatabase()) ?? undefined;
  return PGlite.create({ loadDataDir, startParams });
}

async function openInFolder(folder: string): Promise<PGlite> {
  mkdirSync(dirname(folder), { recursive: true, mode: 0o700 });
  if (!existsSync(folder)) await copyEmptyDatabase(folder);
  return PGlite.create({ dataDir: folder, startParams });
}

/** The engine takes eight times as much for itself as a rule, and uses it for what the system keeps in memory anyway. */
const startParams = [...PGlite.defaultStartParams, '-c', 'shared_buffers=16MB'];

async function openPostgres(url: string): Promise<Database> {
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {});
  const sql = drizzleNodePostgres(pool, { casing: 'snake_case' });
  const inProcess = lockInProcess();
  const advisoryLocks = openAdvisoryLocks(url);
  const withLock: Database['withLock'] = (key, work, options) =>
    // One waiter per key and process: locks of one connection do not exclude each other.
    inProcess(key, () => advisoryLocks.hold(key, work, options), options);
  await withLock('migrations', () => migrateNodePostgres(sql, { migrationsFolder }));
  return {
    sql: sql as unknown as Sql,
    isShared: true,
    withLock,
    async close() {
      await advisoryLocks.close();
      await pool.end();
    },
  };
}

const lockPollMs = 50;

/**
 * PostgreSQL's session locks, all of this process on one connection of their own. On the pool's connections,
 * holders that wait for a connection to query with could use all of them up. When the connection breaks,
 * PostgreSQL drops its locks and the next holder opens a new one.
 */
function openAdvisoryLocks(url: string) {
  let connection: Promise<pg.Client> | null = null;
  let lastQuery: Promise<unknown> = Promise.resolve();

  /** One query after the other, as the connection wants it. */
  function ask(client: pg.Client, statement: string, id: string): Promise<boolean> {
    const answer = lastQuery.then(async () => {
      const { rows } = await client.query<{ yes: boolean }>(`select ${statement}($1) as yes`, [id]);
      return rows[0]?.yes === true;
    });
    lastQuery = answer.catch(() => {});
    return answer;
  }

  function connect(): Promise<pg.Client> {
    connection ??= (async () => {
      const client = new pg.Client({ connectionString: url });
      const forget = () => {
        connection = null;
      };
      client.on('error', forget).on('end', forget);
      await client.connect();
      // A machine that is gone says nothing: without asking, its locks would be held for two hours.
      await client.query(
        'set tcp_keepalives_idle = 15; set tcp_keepalives_interval = 5; set tcp_keepalives_count = 3',
      );
      return client;
    })().catch((error) => {
      connection = null;
      throw error;
    });
    return connection;
  }

  return {
    async hold<T>(
      key: string,
      work: () => Promise<T>,
      { signal }: { signal?: AbortSignal } = {},
    ): Promise<T> {
      const id = createHash('sha256').update(key).digest().readBigInt64BE().toString();
      let client = await connect();
      // Asked for again and again, because waiting inside PostgreSQL would block the connection for all.
      while (!(await ask(client, 'pg_try_advisory_lock', id))) {
        await delay(lockPollMs);
        signal?.throwIfAborted();
        client = await connect();
      }
      try {
        return await work();
      } finally {
        // A connection that cannot say it let go is gone, and its locks with it.
        await ask(client, 'pg_advisory_unlock', id).catch(() => {});
      }
    },

    async close(): Promise<void> {
      const client = await connection?.catch(() => null);
      await client?.end();
    },
  };
}

function lockInProcess(): Database['withLock'] {
  const tails = new Map<string, Promise<unknown>>();
  return async (key, work, { signal } = {}) => {
    signal?.throwIfAborted();
    const before = tails.get(key) ?? Promise.resolve();
    // Who gives up waiting leaves at once; those behind still wait for those before.
    const mine = (signal ? untilAborted(before, signal) : before).then(() => {
      signal?.throwIfAborted();
      return work();
    });
    const settled = Promise.all([before, mine.catch(() => {})]);
    tails.set(key, settled);
    void settled.then(() => {
      if (tails.get(key) === settled) tails.delete(key);
    });
    return mine;
  };
}

/** Waits for what comes first. The signal may live long, so nothing is left on it. */
function untilAborted(before: Promise<unknown>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const go = () => {
      signal.removeEventListener('abort', go);
      resolve();
    };
    signal.addEventListener('abort', go);
    void before.then(go);
  });
}
