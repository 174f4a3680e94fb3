import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { credentialHelperPath } from '@notelab/credential-helper';
import type { Jail, JailedCommand } from './jail.ts';

/** The user inside the jail; far above the numbers that systems give to people and services. */
const jailedUser = { uid: 54321, gid: 54321 };
const etc = fileURLToPath(new URL('./etc', import.meta.url));

const tools = '/opt/notelab';
const nodeInside = `${tools}/node`;
const helperInside = `${tools}/credential-helper`;
/** With its package.json: without it Node guesses what kind of module the helper is, and says so. */
const helperPackage = dirname(dirname(credentialHelperPath));
const socketInside = '/run/notelab/credential.sock';

/** What of the machine's own files the jail may read, where it exists. */
const readable = ['/usr', '/lib', '/lib32', '/lib64', '/bin', '/sbin'];
const readableEtc = [
  'alternatives',
  'ca-certificates',
  'hosts',
  'ld.so.cache',
  'localtime',
  'mime.types',
  'nsswitch.conf',
  'pki',
  'resolv.conf',
  'ssl',
  'timezone',
];

const gibibyte = 2 ** 30;
/**
 * Bytes and counts no process in the jail may exceed (setrlimit(2)). Processes are counted over all jails, as
 * they share one user. `data` and not `as`: V8 reserves far more addresses than it uses.
 */
const limits = [
  '--nproc=4096',
  '--nofile=4096',
  `--fsize=${20 * gibibyte}`,
  `--data=${8 * gibibyte}`,
  '--core=0',
];

/**
 * The group of processes is asked to end with SIGTERM, so that git removes its lock files. bubblewrap would die
 * of it at once and take git with it; deaf to it, it waits for git, where the signal works again.
 */
const deafToTerm = ['--ignore-signal=TERM'];

/**
 * The jail by bubblewrap: own process numbers, own /proc and /tmp, no capabilities, and of the disk only the
 * system's programs and one folder. The network is shared, as git must reach the gateway on loopback.
 *
 * The session is its own because the process is started `detached`, without a terminal to type into (TIOCSTI);
 * `--new-session` would also take it out of the group that is signalled.
 */
export function bubblewrapJail(): Jail {
  const isRoot = process.getuid?.() === 0;
  return {
    kind: 'bubblewrap',
    warning: null,
    owner: isRoot ? jailedUser : null,
    credentialHelper: `!${nodeInside} ${helperInside}/${relative(helperPackage, credentialHelperPath)}`,
    socketPathInside: () => socketInside,
    spawn(command) {
      return spawn('env', [...deafToTerm, 'bwrap', ...toArguments(command, isRoot)], {
        cwd: '/',
        env: command.env,
        detached: true,
        stdio: 'pipe',
      });
    },
  };
}

function toArguments({ args, cwd, folder, credentialSocket }: JailedCommand, isRoot: boolean): string[] {
  const mount = (option: string, from: string, to = from) => (existsSync(from) ? [option, from, to] : []);
  return [
    ...['--unshare-pid', '--unshare-ipc', '--unshare-uts', '--unshare-cgroup-try', '--die-with-parent'],
    ...readable.flatMap((path) => mount('--ro-bind', path)),
    ...['--proc', '/proc', '--dev', '/dev', '--perms', '1777', '--tmpfs', '/tmp', '--dir', '/etc'],
    ...readableEtc.flatMap((name) => mount('--ro-bind', `/etc/${name}`)),
    ...['passwd', 'group'].flatMap((name) => mount('--ro-bind', join(etc, name), `/etc/${name}`)),
    ...makeParents(nodeInside),
    ...['--ro-bind', process.execPath, nodeInside, '--ro-bind', helperPackage, helperInside],
    ...(credentialSocket ? [...makeParents(socketInside), '--bind', credentialSocket, socketInside] : []),
    ...makeParents(folder),
    ...['--bind', folder, folder],
    ...(isRoot ? ['--cap-drop', 'ALL', ...keepUntilDropped] : ['--unshare-user', ...asJailedUser]),
    '--',
    'prlimit',
    ...limits,
    '--',
    ...(isRoot ? dropToJailedUser : []),
    // Entered only now, as the jailed user: before, root without its capabilities may not pass.
    ...['env', '--default-signal=TERM', `--chdir=${cwd}`, '--'],
    ...args,
  ];
}

/** A server that is root needs these to become the jailed user; setpriv lets go of them in the same step. */
const keepUntilDropped = ['SETUID', 'SETGID', 'SETPCAP'].flatMap((name) => ['--cap-add', `CAP_${name}`]);
const dropToJailedUser = [
  'setpriv',
  `--reuid=${jailedUser.uid}`,
  `--regid=${jailedUser.gid}`,
  '--clear-groups',
  '--no-new-privs',
  '--inh-caps=-all',
  '--bounding-set=-all',
  '--',
];
const asJailedUser = ['--uid', `${jailedUser.uid}`, '--gid', `${jailedUser.gid}`];

/** bubblewrap makes missing folders for root alone; the jailed user must be able to pass through. */
function makeParents(path: string): string[] {
  const parents: string[] = [];
  for (let parent = dirname(path); parent !== '/'; parent = dirname(parent)) parents.unshift(parent);
  return parents.flatMap((parent) => ['--perms', '0755', '--dir', parent]);
}
