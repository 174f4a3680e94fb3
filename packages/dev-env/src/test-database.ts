import { randomBytes } from 'node:crypto';
import pg from 'pg';

/** A new, empty database on the PostgreSQL that the tests were given; none means the embedded one. */
export async function createTestDatabase(): Promise<{ url: string | null; drop(): Promise<void> }> {
  const server = process.env.NOTELAB_TEST_DATABASE_URL;
  if (!server) return { url: null, drop: async () => {} };
  const name = `notelab_${randomBytes(6).toString('hex')}`;
  await runOnce(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => runOnce(server, `drop database ${name} with (force)`) };
}

async function runOnce(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
