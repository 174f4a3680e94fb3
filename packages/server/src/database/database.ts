import { createHash } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { PGlite } from '@electric-sql/pglite';
import type { ExtractTablesWithRelations } from 'drizzle-orm';
import { drizzle as drizzleNodePostgres } from 'drizzle-orm/node-postgres';
import { migrate as migrateNodePostgres } from 'drizzle-orm/node-postgres/migrator';
import type { PgDatabase, PgQueryResultHKT } from 'drizzle-orm/pg-core';
import { drizzle as drizzlePGlite } from 'drizzle-orm/pglite';
import { migrate as migratePGlite } from 'drizzle-orm/pglite/migrator';
import pg from 'pg';

type NoTables = Record<string, never>;

/** Drizzle on either engine. Stores write `db.sql.select()…`. */
export type Sql = PgDatabase<PgQueryResultHKT, NoTables, ExtractTablesWithRelations<NoTables>>;

export interface Database {
  sql: Sql;
  /**
   * Runs `work` while no other caller, in this process or another on the same database, runs work under the
   * same key. Not a transaction: it may wait for the network without holding rows.
   */
  withLock<T>(key: string, work: () => Promise<T>): Promise<T>;
  close(): Promise<void>;
}

const migrationsFolder = fileURLToPath(new URL('../../migrations', import.meta.url));

/**
 * Opens the database and brings its schema up to date.
 * @param location a `postgres://` address, a folder for the embedded engine, or `memory` for one that is gone
 *   with the process (tests).
 */
export async function openDatabase(
  location: { url: string } | { folder: string } | 'memory',
): Promise<Database> {
  if (location !== 'memory' && 'url' in location) return openPostgres(location.url);
  if (location !== 'memory') mkdirSync(location.folder, { recursive: true, mode: 0o700 });
  const client = await PGlite.create(location === 'memory' ? {} : { dataDir: location.folder });
  const sql = drizzlePGlite(client, { casing: 'snake_case' });
  await migratePGlite(sql, { migrationsFolder });
  return { sql: sql as unknown as Sql, withLock: lockInProcess(), close: () => client.close() };
}

async function openPostgres(url: string): Promise<Database> {
  const pool = new pg.Pool({ connectionString: url, max: 10 });
  // An idle connection that breaks is replaced by the pool; without a listener it would end the process.
  pool.on('error', () => {});
  const sql = drizzleNodePostgres(pool, { casing: 'snake_case' });
  const inProcess = lockInProcess();
  const withLock = <T>(key: string, work: () => Promise<T>) =>
    // One waiter per process at most, so that waiting never uses up the pool.
    inProcess(key, () => withAdvisoryLock(pool, key, work));
  await withLock('migrations', () => migrateNodePostgres(sql, { migrationsFolder }));
  return { sql: sql as unknown as Sql, withLock, close: () => pool.end() };
}

async function withAdvisoryLock<T>(pool: pg.Pool, key: string, work: () => Promise<T>): Promise<T> {
  const id = createHash('sha256').update(key).digest().readBigInt64BE().toString();
  const client = await pool.connect();
  let broken = false;
  try {
    await client.query('select pg_advisory_lock($1)', [id]);
    return await work();
  } finally {
    await client.query('select pg_advisory_unlock($1)', [id]).catch(() => {
      broken = true;
    });
    // A connection that cannot say it let go is closed: PostgreSQL then drops its locks.
    client.release(broken);
  }
}

function lockInProcess() {
  const tails = new Map<string, Promise<unknown>>();
  return async <T>(key: string, work: () => Promise<T>): Promise<T> => {
    const before = tails.get(key) ?? Promise.resolve();
    const mine = before.then(work, work);
    const settled = mine.catch(() => {});
    tails.set(key, settled);
    try {
      return await mine;
    } finally {
      if (tails.get(key) === settled) tails.delete(key);
    }
  };
}
