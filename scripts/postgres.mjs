import { spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Starts a throw-away PostgreSQL on a free loopback port. @returns its address and how to stop it */
export async function startPostgres() {
  const folder = mkdtempSync(join(tmpdir(), 'notelab-postgres-'));
  const port = await findFreePort();
  const bin = findPrograms();
  // PostgreSQL refuses to run as root, so root runs it as the user that Debian's package made for it.
  const asPostgres = process.getuid?.() === 0 ? ['runuser', '-u', 'postgres', '--'] : [];
  if (asPostgres.length > 0) chownSync(folder, Number(id('-u')), Number(id('-g')));
  const data = join(folder, 'data');
  const run = (program, args) => {
    const [command, ...rest] = [...asPostgres, join(bin, program), ...args];
    const result = spawnSync(command, rest, {
      cwd: folder,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    if (result.status !== 0) throw new Error(`${program} failed: ${result.stderr || result.error}`);
  };
  run('initdb', ['-D', data, '-U', 'notelab', '-A', 'trust', '-E', 'UTF8', '--no-sync']);
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=${folder} -c fsync=off`;
  run('pg_ctl', ['-D', data, '-w', '-l', join(folder, 'log'), '-o', options, 'start']);
  return {
    url: `postgres://notelab@127.0.0.1:${port}/postgres`,
    stop() {
      run('pg_ctl', ['-D', data, '-m', 'immediate', 'stop']);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

const id = (option) => spawnSync('id', [option, 'postgres'], { encoding: 'utf8' }).stdout.trim();

function findPrograms() {
  const home = '/usr/lib/postgresql';
  const versions = existsSync(home) ? readdirSync(home).sort((a, b) => Number(b) - Number(a)) : [];
  const version = versions.find((name) => existsSync(join(home, name, 'bin/initdb')));
  return version ? join(home, version, 'bin') : '';
}

function findFreePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}
