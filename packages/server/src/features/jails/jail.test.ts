import { execFileSync, spawn } from 'node:child_process';
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as wait } from 'node:timers/promises';
import type { LaunchedProcess } from '@notelab/launcher';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { openCredentialSocket } from '../passes/credential-socket.ts';
import { detectJail } from './detect-jail.ts';
import type { Jail } from './jail.ts';
import { noJail } from './no-jail.ts';

const planted = 'planted-0123456789';
const env = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C.UTF-8' };
let jail: Jail;
let data: string;
let folder: string;
const started: LaunchedProcess[] = [];

beforeEach(async () => {
  process.env.NOTELAB_PLANTED = planted;
  jail = await detectJail();
  // Below the home folder of the server's user, which nobody else may enter when that user is root.
  data = mkdtempSync(join(homedir(), '.notelab-jail-test-'));
  folder = createProject('project');
});
afterEach(() => {
  delete process.env.NOTELAB_PLANTED;
  for (const child of started.splice(0)) child.kill('SIGKILL');
  rmSync(data, { recursive: true, force: true });
});

function createProject(name: string): string {
  const project = join(data, name);
  mkdirSync(project);
  if (jail.owner) chownSync(project, jail.owner.uid, jail.owner.gid);
  return project;
}

interface Options {
  env?: Record<string, string>;
  folder?: string;
  credentialSocket?: string;
}

function start(script: string, options: Options = {}): LaunchedProcess {
  const where = options.folder ?? folder;
  const child = jail.spawn({
    args: ['sh', '-c', script],
    cwd: where,
    folder: where,
    env: { ...env, ...options.env },
    credentialSocket: options.credentialSocket,
  });
  started.push(child);
  return child;
}

async function run(script: string, options: Options = {}) {
  const child = start(script, options);
  const exit = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [stdout, stderr, exitCode] = await Promise.all([text(child.stdout!), text(child.stderr!), exit]);
  return { stdout, stderr, exitCode };
}

async function appears(path: string): Promise<void> {
  for (let tries = 0; tries < 200 && !existsSync(path); tries++) await wait(20);
  expect(existsSync(path), path).toBe(true);
}

describe('the jail', () => {
  test('bubblewrap works on this machine', () => {
    expect(jail).toMatchObject({ kind: 'bubblewrap', warning: null });
  });

  test('a process in it has no privileges and cannot get any', async () => {
    const { stdout } = await run('id -u; grep -E "^(Cap|NoNewPrivs)" /proc/self/status');
    expect(stdout.split('\n')[0]).toBe('54321');
    expect(stdout.match(/Cap(Inh|Prm|Eff|Bnd|Amb):\t0{16}\n/g)?.length).toBe(5);
    expect(stdout).toContain('NoNewPrivs:\t1');
  });

  test('it writes to the project folder, and the files belong to the owner of project files', async () => {
    expect(await run('pwd && echo hello > file')).toMatchObject({ exitCode: 0, stdout: `${folder}\n` });
    expect(readFileSync(join(folder, 'file'), 'utf8')).toBe('hello\n');
    const { uid } = statSync(join(folder, 'file'));
    expect(uid).toBe(jail.owner?.uid ?? process.getuid?.());
  });

  test.each(['/', '/usr', '/etc', '/opt/notelab', '/proc/sys/kernel', '/dev', '..'])(
    'it cannot write to %s',
    async (where) => {
      const { exitCode } = await run(`echo x > ${where}/notelab-was-here`);
      expect(exitCode).not.toBe(0);
    },
  );

  test("it sees nothing of the server's files", async () => {
    writeFileSync(join(data, 'secret.key'), planted);
    const other = createProject('other');
    writeFileSync(join(other, 'file'), planted);
    const { stdout } = await run(
      `ls -A "${data}" / /root /home /run /var /mnt /srv /sys 2>/dev/null; cat "${data}/secret.key" "${other}/file" /etc/shadow`,
    );
    expect(stdout).not.toContain(planted);
    expect(stdout).not.toMatch(/secret\.key|other|work|shadow/);
  });

  test("it has the environment that was given, and finds no other process's", async () => {
    const { stdout } = await run('env; cat /proc/[0-9]*/environ | tr "\\0" "\\n"; ls -d /proc/[0-9]*', {
      env: { GIVEN: 'yes' },
    });
    expect(stdout).toContain('GIVEN=yes');
    expect(stdout).not.toContain(planted);
    expect(stdout).not.toContain('NOTELAB_');
    expect(stdout).not.toContain(`/proc/${process.pid}\n`);
  });

  test('its /tmp is its own', async () => {
    const name = `notelab-${process.pid}`;
    expect((await run(`echo x > /tmp/${name} && ls /tmp`)).stdout).toBe(`${name}\n`);
    expect(existsSync(join('/tmp', name))).toBe(false);
    expect((await run('ls -A /tmp')).stdout).toBe('');
  });

  test('it has no terminal to type into and leads no other session', async () => {
    const { stdout } = await run(
      'cut -d " " -f 5-7 /proc/self/stat; (: > /dev/tty) 2>&1 || echo no terminal',
    );
    expect(stdout).toContain('no terminal');
    expect(stdout.split('\n')[0]).toMatch(/^0 0 0$/);
  });

  test('numbers of processes, open files and bytes are limited', async () => {
    const { stdout } = await run('prlimit --raw --noheadings -o RESOURCE,HARD');
    const limits = Object.fromEntries(
      stdout
        .trim()
        .split('\n')
        .map((line) => line.split(/ +/)),
    );
    expect(limits).toMatchObject({ NPROC: '4096', NOFILE: '4096', CORE: '0' });
    expect(Number(limits.FSIZE)).toBeGreaterThan(0);
    expect(Number(limits.DATA)).toBeGreaterThan(0);
  });
});

test('what is in a jail, a terminal too, ends before the server when the machine runs out of memory', async () => {
  const look = 'cat /proc/self/oom_score_adj';
  expect((await run(look)).stdout).toBe('1000\n');
  const [home, told] = [createProject('home'), createProject('told')];
  const limits = { processes: 100, memoryBytes: 2 ** 30 };
  const { program, args, cwd } = jail.terminalCommand({
    ...{ args: ['sh', '-c', look], cwd: folder, env, folder, home, told, folders: [], limits },
  });
  expect(execFileSync(program, args, { cwd, env }).toString()).toBe('1000\n');
});

describe("somebody else's jail", () => {
  test("B sees neither A's processes nor environment, files or socket", async () => {
    const socket = await openCredentialSocket({
      folder: tmpdir(),
      owner: jail.owner,
      answer: () => ({ username: 'notelab', password: planted }),
    });
    const mine = createProject('a');
    const theirs = createProject('b');
    writeFileSync(join(mine, 'file'), planted);
    start('touch ready; sleep 60', { folder: mine, env: { PASS: planted }, credentialSocket: socket.path });
    await appears(join(mine, 'ready'));

    const look = [
      'cat /proc/[0-9]*/environ',
      'ls -A /run /run/notelab',
      `ls -A "${mine}"`,
      `cat "${mine}/file"`,
      `ls "${socket.path}"`,
      'ps axo args',
      `export NOTELAB_CREDENTIAL_SOCKET="${socket.path}"`,
      `printf 'protocol=http\\nhost=x\\n\\n' | (${jail.credentialHelper.slice(1)} get)`,
    ];
    const { stdout, stderr } = await run(look.join('\n'), { folder: theirs });
    await socket.close();
    expect(stdout + stderr).not.toContain(planted);
    expect(stdout).not.toContain('sleep 60');
    expect(stderr).toContain('cannot access');
    expect(stderr).toContain('Notelab did not answer');
  });

  test('a jail without the socket gets nothing out of git credential fill', async () => {
    const { stdout, exitCode } = await run(
      `printf 'protocol=http\\nhost=x\\n\\n' | git -c credential.helper='${jail.credentialHelper}' credential fill`,
      { env: { GIT_TERMINAL_PROMPT: '0', GIT_ASKPASS: '/bin/false' } },
    );
    expect(exitCode).not.toBe(0);
    expect(stdout).toBe('');
  });

  test('the jail with the socket reaches it, as its unprivileged user', async () => {
    const socket = await openCredentialSocket({
      folder: tmpdir(),
      owner: jail.owner,
      answer: ({ host }) => ({ username: 'notelab', password: `pass-for-${host}` }),
    });
    const { stdout, stderr } = await run(
      `printf 'protocol=http\\nhost=x\\n\\n' | git -c credential.helper='${jail.credentialHelper}' credential fill`,
      {
        credentialSocket: socket.path,
        env: { NOTELAB_CREDENTIAL_SOCKET: jail.socketPathInside(socket.path) },
      },
    );
    await socket.close();
    expect(stderr).toBe('');
    expect(stdout).toContain('password=pass-for-x');
  });
});

describe('the end of a jailed process', () => {
  test('SIGTERM to its group lets it tidy up', async () => {
    const child = start('trap "echo bye > ended; exit 3" TERM; touch ready; while :; do sleep 0.05; done');
    await appears(join(folder, 'ready'));
    const exit = new Promise<number | null>((resolve) => child.once('close', resolve));
    child.kill('SIGTERM');
    expect(await exit).toBe(3);
    expect(existsSync(join(folder, 'ended'))).toBe(true);
  });

  test('git that is asked to end removes its lock file', async () => {
    await run('git init -q');
    const child = start('exec git update-index --index-info');
    await appears(join(folder, '.git/index.lock'));
    const exit = new Promise((resolve) => child.once('close', resolve));
    child.kill('SIGTERM');
    await exit;
    expect(existsSync(join(folder, '.git/index.lock'))).toBe(false);
  });

  test('SIGKILL to its group ends everything it started, also what left the group', async () => {
    const child = start('setsid sh -c "while :; do date +%s%N > beat; sleep 0.05; done" & touch ready; wait');
    await appears(join(folder, 'beat'));
    child.kill('SIGKILL');
    await new Promise((resolve) => child.once('close', resolve));
    await wait(100);
    const last = readFileSync(join(folder, 'beat'), 'utf8');
    await wait(300);
    expect(readFileSync(join(folder, 'beat'), 'utf8')).toBe(last);
  });

  test('nothing outlives a server that is killed', async () => {
    const script = `
      import { bubblewrapJail } from '${join(import.meta.dirname, 'bubblewrap.ts')}';
      const folder = ${JSON.stringify(folder)};
      bubblewrapJail().spawn({
        args: ['sh', '-c', 'while :; do date +%s%N > beat; sleep 0.05; done'],
        cwd: folder, folder, env: ${JSON.stringify(env)},
      });
      setInterval(() => {}, 1000);
    `;
    const server = spawn(process.execPath, ['--input-type=module-typescript', '-e', script], {
      stdio: 'inherit',
    });
    await appears(join(folder, 'beat'));
    server.kill('SIGKILL');
    await wait(300);
    const last = readFileSync(join(folder, 'beat'), 'utf8');
    await wait(300);
    expect(readFileSync(join(folder, 'beat'), 'utf8')).toBe(last);
  });
});

describe('without a jail', () => {
  test('processes run plainly, and the operator is told what that means', async () => {
    jail = noJail('bubblewrap is not installed.');
    expect(jail.warning).toContain('bubblewrap is not installed.');
    expect(jail.warning).toContain('unconfined');
    const plain = mkdtempSync(join(data, 'plain-'));
    expect((await run('pwd; env', { folder: plain })).stdout).toContain(`${plain}\n`);
    expect((await run('env', { folder: plain })).stdout).not.toContain(planted);
    expect(execFileSync('ls', [plain]).toString()).toBe('');
  });
});
