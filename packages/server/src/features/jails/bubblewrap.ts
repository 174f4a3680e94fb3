import { existsSync, realpathSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { credentialHelperCommand, credentialHelperPath } from '@notelab/credential-helper';
import { launch } from '@notelab/launcher';
import { closingOpenFiles } from './closing-open-files.ts';
import type { Jail, JailedCommand, TerminalLimits } from './jail.ts';

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

/** The same for what people run: programs and libraries of the system that draw. Git needs none of it. */
const readableInSessions = ['/etc/fonts', '/etc/matplotlibrc'];

const gibibyte = 2 ** 30;
/** Bytes that one process may have of its own. `data` and not `as`: V8 reserves far more addresses than it uses. */
const gitMemoryBytes = 8 * gibibyte;
/** Of processes and threads; see `namespaces` for over what they are counted. */
const gitProcesses = 4096;

/** Bytes and counts no process in the jail may exceed (setrlimit(2)). */
const toLimits = ({ processes, memoryBytes }: TerminalLimits) => [
  `--nproc=${processes}`,
  '--nofile=4096',
  `--fsize=${20 * gibibyte}`,
  `--data=${memoryBytes}`,
  '--core=0',
];

/** Files in memory count for no process, so each place for them has its own limit. */
const memoryFiles = (path: string) => ['--perms', '1777', '--size', `${gibibyte}`, '--tmpfs', path];

const writable = (folders: string[]) =>
  folders.flatMap((folder) => [...makeParents(folder), '--bind', folder, folder]);

/** What the kernel runs out of memory for ends before the server does; the launcher does this by itself. */
const endsFirst = ['choom', '--adjust', '1000', '--'];
/** So that many busy programs of people leave the server time to answer. */
const polite = ['nice', '-n', '10'];

/**
 * The group of processes is asked to end with SIGTERM, so that git removes its lock files. bubblewrap would die
 * of it at once and take git with it; deaf to it, it waits for git, where the signal works again.
 */
const deafToTerm = ['--ignore-signal=TERM'];
/** bubblewrap is in the foreground until the shell takes that place: keys typed before must not end it. */
const deafToKeys = ['HUP', 'INT', 'QUIT', 'TSTP'].map((name) => `--ignore-signal=${name}`);

/** Where a terminal sees its folders; the credential socket of git actions is in the second one, too. */
const inTerminal = { home: '/home/notelab', told: dirname(socketInside) };

/**
 * The jail by bubblewrap: own process numbers, own /proc and /tmp, no capabilities, and of the disk only the
 * system's programs and one folder. The network is shared, as git must reach the gateway on loopback.
 *
 * For git actions the session is its own because the process is started `detached`, without a terminal to type
 * into (TIOCSTI); `--new-session` would also take it out of the group that is signalled. A terminal's session is
 * its own because its screen is new.
 * @param namespaces whether a server that is root makes a user namespace per jail, as others do anyway: the kernel
 *   then counts each jail's processes apart, and keeps their key rings apart
 */
export function bubblewrapJail({ namespaces = true } = {}): Jail {
  const isRoot = process.getuid?.() === 0;
  const system = [...readable, ...readableEtc.map((name) => `/etc/${name}`)].flatMap(showSystem);
  const forPeople = [...memoryFiles('/dev/shm'), ...readableInSessions.flatMap(showSystem)];
  const confine = (confined: Confined) => toArguments(confined, { isRoot, namespaces, system });
  return {
    kind: 'bubblewrap',
    warning: null,
    owner: isRoot ? jailedUser : null,
    credentialHelper: credentialHelperCommand(
      nodeInside,
      join(helperInside, relative(helperPackage, credentialHelperPath)),
    ),
    socketPathInside: () => socketInside,
    spawn({ credentialSocket, session, ...command }) {
      const mounts = [
        ...(credentialSocket ? [...makeParents(socketInside), '--bind', credentialSocket, socketInside] : []),
        ...(session ? [...forPeople, ...writable(session.folders)] : []),
      ];
      const limits = session?.limits ?? { processes: gitProcesses, memoryBytes: gitMemoryBytes };
      const args = session ? [...polite, ...command.args] : command.args;
      return launch({
        program: 'env',
        args: [...deafToTerm, 'bwrap', ...confine({ ...command, args, mounts, limits })],
        cwd: '/',
        env: command.env,
        endsFirst: true,
      });
    },
    foldersInTerminal: () => inTerminal,
    terminalCommand({ home, told, folders, args, ...command }) {
      const mounts = [
        ...forPeople,
        ...makeParents(inTerminal.home),
        ...['--bind', home, inTerminal.home],
        ...makeParents(inTerminal.told),
        ...['--ro-bind', told, inTerminal.told],
        ...writable(folders),
      ];
      return closingOpenFiles({
        program: 'env',
        args: [
          ...deafToTerm,
          ...deafToKeys,
          'bwrap',
          ...confine({ ...command, args: [...endsFirst, ...polite, ...args], mounts }),
        ],
        cwd: '/',
        env: command.env,
      });
    },
  };
}

interface Confined extends Pick<JailedCommand, 'args' | 'cwd' | 'folder'> {
  mounts: string[];
  limits: TerminalLimits;
}

function toArguments(
  { args, cwd, folder, mounts, limits }: Confined,
  { isRoot, namespaces, system }: { isRoot: boolean; namespaces: boolean; system: string[] },
): string[] {
  return [
    ...['--unshare-pid', '--unshare-ipc', '--unshare-uts', '--unshare-cgroup-try', '--die-with-parent'],
    ...['--dir', '/etc', ...system],
    ...['--proc', '/proc', '--dev', '/dev', ...memoryFiles('/tmp')],
    ...['passwd', 'group'].flatMap((name) => ['--ro-bind', join(etc, name), `/etc/${name}`]),
    ...makeParents(nodeInside),
    ...['--ro-bind', process.execPath, nodeInside, '--ro-bind', helperPackage, helperInside],
    ...mounts,
    ...makeParents(folder),
    ...['--bind', folder, folder],
    // What holds all these is in memory, and writable for whoever made it.
    ...['--remount-ro', '/dev', '--remount-ro', '/'],
    ...(isRoot ? ['--cap-drop', 'ALL', ...keepUntilDropped] : ['--unshare-user', ...asJailedUser]),
    '--',
    ...(isRoot ? becomeJailedUser : []),
    ...(isRoot && namespaces ? ownNamespace : []),
    ...['prlimit', ...toLimits(limits), '--'],
    // Entered only now, as the jailed user: before, root without its capabilities may not pass.
    ...['env', '--default-signal', `--chdir=${cwd}`, '--'],
    ...args,
  ];
}

/** What only leads into `/usr`, which is there anyway, comes as a link: a mount takes ten times as long. */
function showSystem(path: string): string[] {
  const target = existsSync(path) ? realpathSync(path) : path;
  const leadsElsewhere = target !== path && target.startsWith('/usr/');
  return leadsElsewhere ? ['--symlink', target, path] : ['--ro-bind-try', path, path];
}

/** A server that is root needs these to become the jailed user; setpriv lets go of them in the same step. */
const keepUntilDropped = ['SETUID', 'SETGID', 'SETPCAP'].flatMap((name) => ['--cap-add', `CAP_${name}`]);
const withoutPrivileges = ['--no-new-privs', '--inh-caps=-all', '--bounding-set=-all', '--'];
const becomeJailedUser = [
  'setpriv',
  `--reuid=${jailedUser.uid}`,
  `--regid=${jailedUser.gid}`,
  '--clear-groups',
  ...withoutPrivileges,
];
/** A new namespace comes with all its capabilities: kept only for the step that lets go of them for good. */
const ownNamespace = [
  ...['unshare', '--user', '--map-current-user', '--keep-caps', '--'],
  ...['setpriv', '--ambient-caps=-all', ...withoutPrivileges],
];
const asJailedUser = ['--uid', `${jailedUser.uid}`, '--gid', `${jailedUser.gid}`];

/** bubblewrap makes missing folders for root alone; the jailed user must be able to pass through. */
function makeParents(path: string): string[] {
  const parents: string[] = [];
  for (let parent = dirname(path); parent !== '/'; parent = dirname(parent)) parents.unshift(parent);
  return parents.flatMap((parent) => ['--perms', '0755', '--dir', parent]);
}
