import { execFile } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer, text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import { promisify } from 'node:util';
import { expect, onTestFinished, test } from 'vitest';
import { type LaunchedProcess, launch } from './launch.ts';

const env = { PATH: process.env.PATH };
const sh = (script: string, ...args: string[]) =>
  launch({ program: 'sh', args: ['-c', script, 'sh', ...args], cwd: '/', env });
const endOf = async (child: LaunchedProcess) =>
  (await once(child, 'close')) as [number | null, string | null];

test('a program gets its input, and says its output, its errors and its exit code', async () => {
  const child = sh('cat; echo wrong >&2; exit 3');
  child.stdin.end('to be said');
  const [out, err, end] = await Promise.all([text(child.stdout), text(child.stderr), endOf(child)]);
  expect([out, err, end]).toEqual(['to be said', 'wrong\n', [3, null]]);
});

test('large input and output come through whole and in order', async () => {
  const content = Buffer.alloc(20_000_000, 'notelab ');
  const child = sh('cat');
  child.stdin.end(content);
  expect((await buffer(child.stdout)).equals(content)).toBe(true);
});

test('nobody needs to read what it says for it to be closed', async () => {
  expect(await endOf(sh('echo said; exit 1'))).toEqual([1, null]);
});

test('arguments, folder and environment are what was asked for and nothing else', async () => {
  const child = launch({
    program: 'sh',
    args: ['-c', 'echo "$1|$PWD|$KEY|$HOME"', 'sh', 'a b'],
    cwd: '/usr',
    env: { ...env, KEY: 'k' },
  });
  expect(await text(child.stdout)).toBe('a b|/usr|k|\n');
});

test('it has a process group of its own, which can be signalled', async () => {
  const child = sh('sleep 60 & wait');
  await once(child, 'spawn');
  process.kill(-child.pid!, 'SIGKILL');
  expect(await endOf(child)).toEqual([null, 'SIGKILL']);
});

test('what is to end first when memory runs out is so from its start, and nothing else is', async () => {
  const args = ['-c', 'cat /proc/self/oom_score_adj'];
  const likelihood = (endsFirst: boolean) =>
    text(launch({ program: 'sh', args, cwd: '/', env, endsFirst }).stdout);
  const own = readFileSync('/proc/self/oom_score_adj', 'utf8');
  expect(await Promise.all([likelihood(false), likelihood(true), likelihood(false)])).toEqual([
    own,
    '1000\n',
    own,
  ]);
});

test('a signal that is sent before it is there reaches it as soon as it is', async () => {
  const child = sh('sleep 60 & wait');
  child.kill('SIGKILL');
  expect(await endOf(child)).toEqual([null, 'SIGKILL']);
});

test('a program or a folder that is missing is an error with its code', async () => {
  for (const command of [
    { program: '/no/such/program', cwd: '/' },
    { program: 'true', cwd: '/no/such/folder' },
  ]) {
    const child = launch({ args: [], env, ...command });
    const [error] = (await once(child, 'error')) as [NodeJS.ErrnoException];
    expect(error.code).toBe('ENOENT');
  }
});

test('many at once do not get each other’s streams', async () => {
  const numbers = Array.from({ length: 60 }, (_, index) => `${index}`);
  const said = numbers.map((number) => {
    const child = sh('read line; echo "$line $1"', number);
    child.stdin.end(`${number}\n`);
    return text(child.stdout);
  });
  expect(await Promise.all(said)).toEqual(numbers.map((number) => `${number} ${number}\n`));
});

test('who asked may end, and with them everything they started or made', async () => {
  const temporary = mkdtempSync(join(tmpdir(), 'launch-test-'));
  onTestFinished(() => rmSync(temporary, { recursive: true }));
  const mark = `sleep 6${process.pid}`;
  const code = `
    const { launch } = await import(${JSON.stringify(new URL('./launch.ts', import.meta.url).href)});
    const child = launch({ program: 'sh', args: ['-c', ${JSON.stringify(mark)}], cwd: '/', env: process.env });
    child.once('spawn', () => process.kill(process.pid, 'SIGKILL'));`;
  const asking = promisify(execFile)(
    process.execPath,
    ['--disable-warning=ExperimentalWarning', '--input-type=module', '-e', code],
    { env: { ...process.env, TMPDIR: temporary } },
  );
  await expect(asking).rejects.toMatchObject({ signal: 'SIGKILL' });
  await expect.poll(() => isRunning(mark), { timeout: 10_000 }).toBe(false);
  await expect.poll(() => readdirSync(temporary)).toEqual([]);
});

test('what was started keeps nobody from ending once it has ended itself', async () => {
  const code = `
    const { launch } = await import(${JSON.stringify(new URL('./launch.ts', import.meta.url).href)});
    launch({ program: 'true', args: [], cwd: '/', env: process.env });`;
  const run = promisify(execFile)(process.execPath, [
    '--disable-warning=ExperimentalWarning',
    '--input-type=module',
    '-e',
    code,
  ]);
  expect(await Promise.race([run.then(() => 'ended'), wait(30_000, 'still there', { ref: false })])).toBe(
    'ended',
  );
});

async function isRunning(mark: string): Promise<boolean> {
  const { stdout } = await promisify(execFile)('ps', ['-eo', 'args']);
  return stdout.split('\n').some((line) => line.startsWith(mark));
}
