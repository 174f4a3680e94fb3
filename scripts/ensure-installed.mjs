// Brings a fresh clone to where it can run. Plain JavaScript for whatever Node the machine has: the pinned one
// is among the things installed here.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('..', import.meta.url));
const bin = join(root, 'node_modules/.bin');

/** The pinned Node, wherever npm was started from. */
export const node = join(root, 'node_modules/node/bin/node');

/** The environment in which our tools find each other and the pinned Node. */
export const env = { ...process.env, PATH: `${bin}${delimiter}${process.env.PATH ?? ''}` };

/** Runs a command, passing its output on. Ends this process when the command fails. */
export function run(command, args, options = {}) {
  const result = spawnSync(command, args, { cwd: root, stdio: 'inherit', env, ...options });
  if (result.error) throw result.error;
  if (result.status !== 0) process.exit(result.status ?? 1);
}

export function installDependencies() {
  const lock = createHash('sha256')
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex');
  const marker = join(root, 'node_modules/.notelab-installed');
  if (existsSync(node) && existsSync(marker) && readFileSync(marker, 'utf8') === lock) return;
  console.log('Installing dependencies …');
  // Not `npm ci`: it refuses a lock file that was written where a registry lacks builds for other platforms.
  run('npm', ['install', '--no-save', '--no-audit', '--no-fund', '--loglevel=error']);
  writeFileSync(marker, lock);
}

/** Program → Debian package that brings it. */
const debianPackages = {
  git: 'git',
  'git-lfs': 'git-lfs',
  bwrap: 'bubblewrap',
  setpriv: 'util-linux',
  chromium: 'chromium',
  postgres: 'postgresql',
  'jupyter-server': 'python3-ipykernel jupyter-server python3-pip',
  'python3-gitlab': 'python3-gitlab',
  'git-credential-oauth': 'git-credential-oauth',
  doorkeeper: 'ruby-doorkeeper ruby-activerecord ruby-sqlite3 ruby-webrick',
};

const isThere = (program) => {
  if (program === 'postgres')
    return existsSync('/usr/lib/postgresql') || spawnSync('postgres', ['--version']).status === 0;
  // What runs notebooks is looked for where the server looks for it.
  if (program === 'jupyter-server')
    return ['/usr/bin/python3', '/usr/local/bin/python3'].some(
      (python) => spawnSync(python, ['-I', '-c', 'import ipykernel, jupyter_server']).status === 0,
    );
  // A library, which the tests use with Debian's own Python.
  if (program === 'python3-gitlab')
    return spawnSync('/usr/bin/python3', ['-I', '-c', 'import gitlab']).status === 0;
  // A library, and not one program: GitLab's OAuth engine, with what it needs to run.
  if (program === 'doorkeeper')
    return (
      spawnSync('ruby', ['-e', '%w[doorkeeper activerecord sqlite3 webrick].each { gem _1 }']).status === 0
    );
  return spawnSync('sh', ['-c', `command -v ${program}`]).status === 0;
};

/**
 * Installs what is missing through apt-get when we may, otherwise says in one line what to install.
 * @returns the programs that are still missing
 */
export function installSystemPackages(programs) {
  const missing = programs.filter((program) => !isThere(program));
  if (missing.length === 0) return [];
  const packages = missing.flatMap((program) => debianPackages[program].split(' '));
  const mayInstall = process.getuid?.() === 0 && spawnSync('sh', ['-c', 'command -v apt-get']).status === 0;
  if (mayInstall) {
    console.log(`Installing ${packages.join(', ')} …`);
    const quiet = {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...env, DEBIAN_FRONTEND: 'noninteractive' },
    };
    spawnSync('apt-get', ['update', '-qq'], quiet);
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], quiet);
  }
  const still = missing.filter((program) => !isThere(program));
  if (still.length > 0)
    console.log(
      `Missing: ${still.join(', ')}. Install with: apt-get install ${still.map((program) => debianPackages[program]).join(' ')}`,
    );
  return still;
}
