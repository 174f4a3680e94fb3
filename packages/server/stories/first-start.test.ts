import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { completeSetUp, getMe, getSetUp } from '@notelab/contract';
import { Client } from '@notelab/dev-env';
import { type RunningServer, readConfig, startServer } from '@notelab/server';
import { afterEach, beforeEach, expect, it } from 'vitest';

let dataDir: string;
let notelab: RunningServer;

beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), 'notelab-first-'));
  const config = readConfig({ NOTELAB_PORT: '0', NOTELAB_DATA_DIR: dataDir, NOTELAB_LOG: 'error' });
  notelab = await startServer(config, { databaseLocation: 'memory' });
});
afterEach(async () => {
  await notelab.close();
  await rm(dataDir, { recursive: true });
});

function setUpAs(name: string, client = new Client(notelab.url)): Promise<string> {
  const body = {
    name,
    email: `${name}@example.com`,
    password: 'correct horse',
    workspaceName: `${name}’s team`,
  };
  return client.call(completeSetUp, { body }).then(
    (me) => `${me.user.name}: ${me.workspaces.map((workspace) => `${workspace.name} ${workspace.role}`)}`,
    (error) => error.reply.code,
  );
}

it('waits for a first admin, who gets a workspace and is signed in', async () => {
  const client = new Client(notelab.url);
  expect(await client.call(getSetUp)).toEqual({ needed: true, samples: [] });
  expect(await setUpAs('ada', client)).toBe('ada: ada’s team admin');
  expect((await client.call(getMe)).user.email).toBe('ada@example.com');
  expect((await client.call(getSetUp)).needed).toBe(false);
});

it('has one first admin, however many set it up at the same moment', async () => {
  const results = await Promise.all(['ada', 'bob', 'cyd', 'dan'].map((name) => setUpAs(name)));
  expect(results.filter((result) => result === 'set-up-done')).toHaveLength(3);
  const rows = await notelab.context.database.sql.execute('select * from users');
  expect((rows as unknown as { rows: unknown[] }).rows).toHaveLength(1);
});

it('can be set up again after a set-up that was cut short before its workspace was there', async () => {
  await setUpAs('ada');
  await notelab.context.database.sql.execute('delete from workspaces');
  expect(await setUpAs('ada')).toBe('ada: ada’s team admin');
});

it('makes its key in a file that nobody else may read', async () => {
  expect((await stat(join(dataDir, 'secret.key'))).mode & 0o777).toBe(0o600);
});
