import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, afterEach, beforeAll, expect, it } from 'vitest';

const entry = fileURLToPath(new URL('../src/main.ts', import.meta.url));
let folder: string;
const started: ChildProcess[] = [];

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'notelab-start-'));
});
afterEach(() => {
  for (const child of started.splice(0)) child.kill('SIGKILL');
});
afterAll(() => rm(folder, { recursive: true, force: true }));

interface Run {
  child: ChildProcess;
  /** What it had written when it was ready or had ended. */
  output: string;
  exitCode: number | null;
}

/** Starts the production entry; resolves when it is ready or has ended. */
function run(env: Record<string, string>): Promise<Run> {
  const child = spawn(process.execPath, [entry], {
    env: {
      PATH: process.env.PATH,
      NOTELAB_PORT: '0',
      NOTELAB_DATA_DIR: join(folder, 'data'),
      NOTELAB_LOG: 'silent',
      ...env,
    },
  });
  started.push(child);
  return new Promise((resolve) => {
    let output = '';
    const note = (chunk: Buffer) => {
      output += chunk;
      if (output.includes('Notelab is ready')) resolve({ child, output, exitCode: null });
    };
    child.stdout?.on('data', note);
    child.stderr?.on('data', note);
    child.on('close', (exitCode) => resolve({ child, output, exitCode }));
  });
}

function end(child: ChildProcess, signal: NodeJS.Signals): Promise<number | null> {
  return new Promise((resolve) => {
    child.on('exit', (code) => resolve(code));
    child.kill(signal);
  });
}

it('says where it is, ends cleanly when asked to, and starts again after being killed', async () => {
  const first = await run({});
  expect(first.output).toMatch(/^Notelab is ready: http:\/\/127\.0\.0\.1:\d+\n$/);
  expect((await fetch(first.output.split(': ')[1]!.trim().concat('/api/set-up'))).status).toBe(200);
  expect(await end(first.child, 'SIGTERM')).toBe(0);
  const second = await run({});
  expect(second.output).toContain('Notelab is ready');
  await end(second.child, 'SIGKILL');
  const third = await run({});
  expect(third.output).toContain('Notelab is ready');
  expect(await end(third.child, 'SIGINT')).toBe(0);
});

it('does not share its data folder with another that runs', async () => {
  await run({});
  const { output, exitCode } = await run({});
  expect(output).toMatch(/^The data folder .* is in use by another Notelab that is running\.\n$/);
  expect(exitCode).toBe(1);
});

it('says in one line which port is taken', async () => {
  const server: Server = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as { port: number };
  const { output, exitCode } = await run({
    NOTELAB_PORT: String(port),
    NOTELAB_DATA_DIR: join(folder, 'other'),
  });
  server.close();
  expect(output).toBe(`Port ${port} of 127.0.0.1 is taken. Set NOTELAB_PORT to another one.\n`);
  expect(exitCode).toBe(1);
});

it('says in one line that the data folder cannot be written', async () => {
  await writeFile(join(folder, 'a-file'), '');
  // Below /proc Node 24's recursive mkdir never returns.
  const refused = { 'a-file': 'ENOTDIR', 'a-file/data': 'ENOTDIR', '/proc/notelab/data': 'ENOENT' };
  const starts = Object.entries(refused).map(async ([path, reason]) => {
    const dataDir = resolve(folder, path);
    const { output, exitCode } = await run({ NOTELAB_DATA_DIR: dataDir });
    expect(output).toBe(
      `The data folder ${dataDir} cannot be written (${reason}). Set NOTELAB_DATA_DIR to a folder that can.\n`,
    );
    expect(exitCode).toBe(1);
  });
  await Promise.all(starts);
});

it('names every setting that is wrong at once', async () => {
  const { output, exitCode } = await run({ NOTELAB_PORT: '70000', NOTELAB_SECRET_KEY: 'short' });
  expect(output).toContain('NOTELAB_PORT');
  expect(output).toContain('NOTELAB_SECRET_KEY: must be 32 bytes in base64');
  expect(exitCode).toBe(1);
});
