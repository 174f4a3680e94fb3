import { spawn } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { text } from 'node:stream/consumers';
import type { LaunchedProcess } from '@notelab/launcher';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { detectJail } from './detect-jail.ts';
import { jailOwnsConnection, type LoopbackConnection } from './find-connection-owner.ts';
import type { Jail } from './jail.ts';

const env = { PATH: '/usr/local/bin:/usr/bin:/bin' };
const started: LaunchedProcess[] = [];
let jail: Jail;
let folder: string;
let server: Server;
let nextConnection: (connection: LoopbackConnection) => void;

beforeAll(async () => {
  jail = await detectJail();
  folder = mkdtempSync(join(tmpdir(), 'nl-owner-'));
  if (jail.owner) chownSync(folder, jail.owner.uid, jail.owner.gid);
  server = createServer((socket) => {
    socket.on('error', () => {});
    nextConnection({ remotePort: socket.remotePort!, localPort: socket.localPort! });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(async () => {
  for (const child of started) child.kill('SIGKILL');
  await new Promise((resolve) => server.close(resolve));
  rmSync(folder, { recursive: true, force: true });
});

const portOf = () => (server.address() as { port: number }).port;
const connected = () =>
  new Promise<LoopbackConnection>((resolve) => {
    nextConnection = resolve;
  });

function startInJail(script: string): LaunchedProcess {
  const args = ['bash', '-c', script];
  const child = jail.spawn({ args, cwd: folder, folder, env });
  started.push(child);
  return child;
}

/** Opens a connection that stays, in whatever way `script` opens `$to`. */
async function connectFromJail(script: string) {
  const connection = connected();
  const child = startInJail(`to=/dev/tcp/127.0.0.1/${portOf()}; ${script}`);
  return { connection: await connection, pid: child.pid! };
}

describe('who owns a connection', () => {
  test('the jail whose process opened it, and no other jail', async () => {
    const mine = await connectFromJail('exec 3<>$to; sleep 60');
    const others = await connectFromJail('exec 3<>$to; sleep 60');
    expect(await jailOwnsConnection(mine.pid, mine.connection)).toBe(true);
    expect(await jailOwnsConnection(others.pid, others.connection)).toBe(true);
    expect(await jailOwnsConnection(mine.pid, others.connection)).toBe(false);
    expect(await jailOwnsConnection(others.pid, mine.connection)).toBe(false);
  });

  test('also of a process deep below, and of one that left its parents behind', async () => {
    const deep = await connectFromJail(`sh -c "sh -c \\"bash -c 'exec 3<>$to; sleep 60'; :\\"; :"; :`);
    expect(await jailOwnsConnection(deep.pid, deep.connection)).toBe(true);
    const orphan = await connectFromJail('(setsid bash -c "exec 3<>$to; sleep 60" &) ; sleep 60');
    expect(await jailOwnsConnection(orphan.pid, orphan.connection)).toBe(true);
  });

  test('also over an IPv6 socket', async () => {
    const program = `require('net').connect({ host: '::ffff:127.0.0.1', port: ${portOf()} })`;
    const mine = await connectFromJail(`exec /opt/notelab/node -e "${program}"`);
    expect(await jailOwnsConnection(mine.pid, mine.connection)).toBe(true);
  });

  test('a connection of the server itself belongs to no jail', async () => {
    const idle = startInJail('sleep 60');
    const connection = connected();
    const socket: Socket = connect(portOf(), '127.0.0.1');
    expect(await jailOwnsConnection(idle.pid!, await connection)).toBe(false);
    socket.destroy();
  });

  test('the same port at the other end of another connection says nothing', async () => {
    const mine = await connectFromJail('exec 3<>$to; sleep 60');
    const { remotePort } = mine.connection;
    expect(await jailOwnsConnection(mine.pid, { remotePort, localPort: 1 })).toBe(false);
  });

  test('a jail that has ended owns nothing, and neither does a connection that is gone', async () => {
    const gone = await connectFromJail('exec 3<>$to');
    await new Promise((resolve) => started.at(-1)!.once('close', resolve));
    started.pop();
    expect(await jailOwnsConnection(gone.pid, gone.connection)).toBe(false);
    const idle = startInJail('sleep 60');
    expect(await jailOwnsConnection(idle.pid!, gone.connection)).toBe(false);
  });

  // A server that is not root jails by a user namespace, whose processes it may look at as its creator.
  // One that is root in a container often lacks the right to look into processes of others.
  test.each([
    ['a server without privileges', ['--reuid=12345', '--regid=12345', '--clear-groups'], false],
    ['a server that is root with less rights', ['--bounding-set=-sys_ptrace', '--inh-caps=-all'], true],
  ])('%s finds out too', async (_case, rights, isRoot) => {
    const own = mkdtempSync(join(tmpdir(), 'nl-unprivileged-'));
    chmodSync(own, 0o777);
    const repository = join(import.meta.dirname, '../../../../..');
    const seenAt = join(own, 'repository');
    mkdirSync(seenAt);
    const jails = join(seenAt, relative(repository, import.meta.dirname));
    const script = `
      import { createServer } from 'node:net';
      import { bubblewrapJail } from '${jails}/bubblewrap.ts';
      import { jailOwnsConnection } from '${jails}/find-connection-owner.ts';
      const start = (script) => bubblewrapJail().spawn({
        args: ['bash', '-c', script], cwd: '${own}', folder: '${own}', env: ${JSON.stringify(env)},
      });
      const server = createServer(async (socket) => {
        const { remotePort, localPort } = socket;
        const answers = [mine, other].map(({ pid }) => jailOwnsConnection(pid, { remotePort, localPort }));
        console.log(JSON.stringify([process.getuid() === 0, ...await Promise.all(answers)]));
        process.exit();
      });
      let mine;
      const other = start('sleep 60');
      server.listen(0, '127.0.0.1', () => {
        mine = start('exec 3<>/dev/tcp/127.0.0.1/' + server.address().port + '; sleep 60');
      });
    `;
    // The repository may be where nobody but root can read it.
    const node = process.execPath.replace(repository, seenAt);
    const isPrivileged = process.getuid?.() === 0;
    const child = spawn(
      'bwrap',
      [
        ...['--dev-bind', '/', '/', '--ro-bind', repository, seenAt],
        ...(isPrivileged ? ['setpriv', ...rights, '--'] : []),
        ...[node, '--input-type=module-typescript', '-e', script],
      ],
      { cwd: '/', env },
    );
    const [said, problem] = await Promise.all([text(child.stdout), text(child.stderr)]);
    rmSync(own, { recursive: true, force: true });
    expect(problem).toBe('');
    expect(JSON.parse(said)).toEqual([isPrivileged && isRoot, true, false]);
  });
});
