import { symlinkSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { nameSocket } from './start-local-server.ts';

let folder: string;
const uid = process.getuid!();
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nlk-test-'));
  await mkdir(join(folder, 'run'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('a socket is taken for the one it is, and neither a link to another nor somebody else’s', async () => {
  const others = join(folder, 'others.sock');
  const server = createServer().listen(others);
  await new Promise((resolve) => server.once('listening', resolve));
  symlinkSync(others, join(folder, 'run/jupyter.sock'));
  expect(await nameSocket(join(folder, 'run/jupyter.sock'), uid)).toBe(null);
  expect(await nameSocket(others, uid + 1)).toBe(null);
  expect(await nameSocket(folder, uid)).toBe(null);
  const named = await nameSocket(others, uid);
  expect((await named!.stat()).isSocket()).toBe(true);
  await named!.close();
  await new Promise((resolve) => server.close(resolve));
});
