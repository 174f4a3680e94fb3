import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { noJail } from '../jails/no-jail.ts';
import { createTerminalHost, type ScreenListener, type TerminalHost } from './start-host.ts';

let folder: string;
let host: TerminalHost;
const silent = { debug() {}, info() {}, warn() {}, error() {} };

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'notelab-host-'));
  host = createTerminalHost(silent);
});
afterEach(async () => {
  await host.close();
  rmSync(folder, { recursive: true, force: true });
});

const command = (script: string) =>
  noJail('').terminalCommand({
    args: ['sh', '-c', script],
    cwd: folder,
    env: { PATH: '/usr/bin:/bin', HOME: folder },
    folder,
    home: folder,
    folders: [],
    told: folder,
    limits: { processes: 100, memoryBytes: 2 ** 30 },
  });
const request = (script: string) => ({
  id: 'a',
  command: command(script),
  columns: 80,
  rows: 24,
  owner: null,
});

function listen(listener: Partial<ScreenListener>): void {
  const rest = { onOutput() {}, onExit() {}, onSnapshotBegins() {}, onSnapshot() {}, onLost() {} };
  host.listen('a', { ...rest, ...listener });
}

/** One that has ended may still be listed, until its parent asks how. */
function isRunning(pid: number): boolean {
  const path = `/proc/${pid}/status`;
  return existsSync(path) && !/^State:\s+[ZX]/m.test(readFileSync(path, 'utf8'));
}

test('a screen outlives its shell, and shows what was said', async () => {
  const exited = Promise.withResolvers<{ exitCode: number }>();
  const shown = Promise.withResolvers<string>();
  listen({ onExit: exited.resolve, onSnapshot: (_, { screen }) => shown.resolve(screen) });
  await host.start(request('echo "from the shell"; exit 5'));
  expect((await exited.promise).exitCode).toBe(5);
  host.send({ type: 'say', id: 'a', text: 'from Notelab' });
  host.send({ type: 'snapshot', id: 'a', request: 1 });
  expect(await shown.promise).toBe('from the shell\r\nfrom Notelab');
});

test('a shell that nobody hears is paused, however much it says', async () => {
  let bytes = 0;
  const count = (data: Uint8Array) => {
    bytes += data.length;
  };
  listen({ onOutput: count });
  await host.start(request('yes'));
  await vi.waitFor(() => expect(bytes).toBeGreaterThan(1024 * 1024), 10_000);
  await wait(300);
  expect(bytes).toBeLessThan(1.2 * 1024 * 1024);
  const before = bytes;
  host.send({ type: 'taken', id: 'a', bytes });
  await vi.waitFor(() => expect(bytes).toBeGreaterThan(before + 1024 * 1024), 10_000);
});

test('a program that cannot be started is told', async () => {
  listen({});
  const bad = { ...request(''), command: { program: 'sh', args: [], cwd: join(folder, 'gone'), env: {} } };
  const exit = Promise.withResolvers<{ exitCode: number }>();
  listen({ onExit: exit.resolve });
  await Promise.race([host.start(bad), exit.promise]);
  expect((await exit.promise).exitCode).not.toBe(0);
});

test('when it fails its listeners hear, and it is there again for the next terminal', async () => {
  const lost = Promise.withResolvers<void>();
  listen({ onLost: lost.resolve });
  const pid = await host.start(request('sleep 1000'));
  const parent = Number(/^PPid:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
  process.kill(parent, 'SIGKILL');
  await lost.promise;
  await vi.waitFor(() => expect(isRunning(pid)).toBe(false), 30_000);
  const exited = Promise.withResolvers<{ exitCode: number }>();
  listen({ onExit: exited.resolve });
  await host.start(request('exit 4'));
  expect((await exited.promise).exitCode).toBe(4);
});

test('no shell outlives a server that is killed', async () => {
  const script = `
    import { createTerminalHost } from '${join(import.meta.dirname, 'start-host.ts')}';
    const host = createTerminalHost(console);
    const command = ${JSON.stringify(command('while :; do date +%s%N > beat; sleep 0.05; done'))};
    await host.start({ id: 'a', command, columns: 80, rows: 24, owner: null });
    setInterval(() => {}, 1000);
  `;
  const args = ['--disable-warning=ExperimentalWarning', '--input-type=module-typescript', '-e', script];
  const server = spawn(process.execPath, args, { stdio: 'inherit' });
  const beat = join(folder, 'beat');
  await vi.waitFor(() => expect(existsSync(beat)).toBe(true), 10_000);
  server.kill('SIGKILL');
  await wait(300);
  const last = readFileSync(beat, 'utf8');
  await wait(300);
  expect(readFileSync(beat, 'utf8')).toBe(last);
});
