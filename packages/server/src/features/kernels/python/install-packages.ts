import { chown, mkdir } from 'node:fs/promises';
import type { PackageInstallation, ProjectId, User } from '@notelab/contract';
import { fail } from '../../../problem.ts';
import type { Jail, TerminalLimits } from '../../jails/jail.ts';
import { removeTree } from '../../projects/files.ts';
import { systemPath } from './system-path.ts';

export type Installations = ReturnType<typeof createInstallations>;

const keptOutput = 64_000;
/** Pages hear of what pip says at most this often. */
const tellEveryMs = 250;

interface UnderWay {
  state: PackageInstallation;
  abort: AbortController;
  settled: Promise<void>;
}

/** Installs packages into projects' environments, in the jail, one request of a project at a time. */
export function createInstallations({
  jail,
  limits,
  homeOf,
  onChange,
}: {
  jail: Jail;
  limits: TerminalLimits;
  /** A folder that is there only while packages are installed. */
  homeOf(id: ProjectId): string;
  onChange(id: ProjectId): void;
}) {
  const latest = new Map<ProjectId, UnderWay>();

  async function install(
    { id, root, environment }: { id: ProjectId; root: string; environment: string },
    entry: UnderWay,
  ): Promise<void> {
    let toldAt = 0;
    const hear = (chunk: Buffer) => {
      const output = (entry.state.output + chunk.toString('utf8')).slice(-keptOutput);
      entry.state = { ...entry.state, output };
      if (Date.now() < toldAt + tellEveryMs) return;
      toldAt = Date.now();
      onChange(id);
    };
    const code = await runPip({ id, root, environment }, entry, hear).catch((error) => {
      hear(Buffer.from(`${error}\n`));
      return null;
    });
    const status = entry.abort.signal.aborted ? 'cancelled' : code === 0 ? 'done' : 'failed';
    entry.state = { ...entry.state, status, finishedAt: new Date().toISOString() };
    onChange(id);
  }

  async function runPip(
    { id, root, environment }: { id: ProjectId; root: string; environment: string },
    { state, abort }: UnderWay,
    hear: (chunk: Buffer) => void,
  ): Promise<number | null> {
    const home = homeOf(id);
    await mkdir(home, { recursive: true, mode: 0o700 });
    if (jail.owner) await chown(home, jail.owner.uid, jail.owner.gid);
    try {
      const child = jail.spawn({
        args: [
          `${environment}/bin/python3`,
          '-m',
          'pip',
          'install',
          ...pipOptions,
          ...toArguments(state.packages),
        ],
        cwd: root,
        folder: root,
        env: {
          PATH: `${environment}/bin:${systemPath}`,
          VIRTUAL_ENV: environment,
          HOME: home,
          LANG: 'C.UTF-8',
          GIT_TERMINAL_PROMPT: '0',
          // `-m` would look for pip in the project first.
          PYTHONSAFEPATH: '1',
        },
        session: { folders: [environment, home], limits },
      });
      const end = () => child.kill('SIGKILL');
      abort.signal.addEventListener('abort', end);
      if (abort.signal.aborted) end();
      child.stdout.on('data', hear);
      child.stderr.on('data', hear);
      return await new Promise((resolve, reject) => {
        child.once('error', reject);
        child.once('close', resolve);
      });
    } finally {
      await removeTree(home);
    }
  }

  return {
    find: (id: ProjectId): PackageInstallation | null => latest.get(id)?.state ?? null,

    start(into: { id: ProjectId; root: string; environment: string }, packages: string[], by: User): void {
      if (latest.get(into.id)?.state.status === 'running')
        fail('install-under-way', 'Packages are being installed into this project’s environment.');
      const startedAt = new Date().toISOString();
      const entry: UnderWay = {
        state: { packages, status: 'running', by: by.name, output: '', startedAt, finishedAt: null },
        abort: new AbortController(),
        settled: Promise.resolve(),
      };
      latest.set(into.id, entry);
      entry.settled = install(into, entry);
      onChange(into.id);
    },

    async cancel(id: ProjectId): Promise<void> {
      const entry = latest.get(id);
      entry?.abort.abort();
      await entry?.settled;
    },

    async closeAll(): Promise<void> {
      for (const { abort } of latest.values()) abort.abort();
      await Promise.all([...latest.values()].map(({ settled }) => settled));
    },
  };
}

const pipOptions = ['--no-input', '--disable-pip-version-check', '--progress-bar', 'off', '--no-color'];

/** A folder of the project is installed so that what is edited in it counts at once. */
const toArguments = (packages: string[]) =>
  packages.flatMap((each) => (each.startsWith('./') ? ['--editable', each] : [each]));
