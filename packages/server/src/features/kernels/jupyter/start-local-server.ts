import { createHash } from 'node:crypto';
import {
  chown,
  constants,
  type FileHandle,
  mkdir,
  mkdtemp,
  open,
  readdir,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { Agent } from 'undici';
import { z } from 'zod';
import { ProblemError } from '../../../problem.ts';
import type { Jail, TerminalLimits } from '../../jails/jail.ts';
import { removeTree } from '../../projects/files.ts';
import { systemPath } from '../python/system-path.ts';
import { createJupyterClient, type JupyterClient } from './client.ts';
import { jupyterConfig, kernelName, kernelSpec } from './server-settings.ts';

/** A Jupyter Server of one project, in a jail of its own with the kernels that it starts. */
export interface LocalServer {
  client: JupyterClient;
  /** The process that the jail was started with. */
  pid: number;
  /** When it has ended, whoever ended it. */
  ended: Promise<void>;
  /** Ends it and all its kernels at once. */
  end(): Promise<void>;
}

export interface LocalServerRequest {
  /** The Python that has jupyter-server. */
  python: string;
  /** The project's own environment, for a server whose kernels run in it. */
  environment: string | null;
  /** The project's folder. */
  root: string;
  /** A folder that is not there yet: the home of the kernels while the server runs. */
  home: string;
  limits: TerminalLimits;
}

const startsWithinMs = 60_000;
const lookEveryMs = 20;
const keptOfErrors = 8_000;
/** Outputs are smaller. A program in a kernel can send anything, and it is read in one piece. */
const maxMessageBytes = 64 * 2 ** 20;
/** open(2): names a file without opening it, so that a socket can be looked at and then be connected to. */
const openPath = 0o10000000;

export async function startLocalServer(
  jail: Jail,
  { python, environment, root, home, limits }: LocalServerRequest,
): Promise<LocalServer> {
  const run = await mkdtemp(runFolders(dirname(home)));
  let named: FileHandle | null = null;
  const tidyUp = async () => {
    // What programs in the jail have made unremovable is removed at the next start, or never.
    await Promise.allSettled([named?.close(), removeTree(run), removeTree(home)]);
  };

  try {
    await mkdir(home, { recursive: true, mode: 0o700 });
    await writeSettings(run, root, environment ? join(environment, 'bin/python3') : python);
    if (jail.owner) for (const path of [run, home]) await chown(path, jail.owner.uid, jail.owner.gid);
  } catch (error) {
    await tidyUp();
    throw error;
  }

  const child = jail.spawn({
    // Isolated: a module of the project cannot take the place of one of Jupyter's.
    args: [python, '-I', '-m', 'jupyter_server', `--config=${join(run, 'config.py')}`],
    cwd: run,
    folder: root,
    env: kernelEnvironment({ run, home, environment, root }),
    session: { folders: [run, home, ...(environment ? [environment] : [])], limits },
  });
  let said = '';
  child.stdout.resume();
  child.stderr.on('data', (chunk: Buffer) => {
    said = (said + chunk.toString('utf8')).slice(-keptOfErrors);
  });
  let hasEnded = false;
  const ended = new Promise<void>((resolve) => {
    const finish = () => {
      hasEnded = true;
      void tidyUp().then(resolve);
    };
    child.once('error', finish);
    child.once('close', finish);
  });
  const end = () => {
    child.kill('SIGKILL');
    return ended;
  };

  try {
    const socket = join(run, 'jupyter.sock');
    const deadline = Date.now() + startsWithinMs;
    while (!named) {
      if (hasEnded || Date.now() > deadline)
        throw new ProblemError('kernel-failed', 'Jupyter Server could not be started.', { raw: said });
      named = await nameSocket(socket, jail.owner?.uid ?? process.getuid?.() ?? 0);
      if (!named) await wait(lookEveryMs);
    }
    // By the name of the open file: whatever takes the socket's place later, it is this one that is spoken to.
    const dispatcher = new Agent({
      connect: { socketPath: `/proc/self/fd/${named.fd}` },
      bodyTimeout: 0,
      webSocket: { maxPayloadSize: maxMessageBytes },
    });
    const client = createJupyterClient({
      name: 'Jupyter Server',
      url: 'http://localhost',
      token: null,
      dispatcher,
    });
    void ended.then(() => dispatcher.destroy());
    while (!(await answers(client))) {
      if (hasEnded || Date.now() > deadline)
        throw new ProblemError('kernel-failed', 'Jupyter Server does not answer.', { raw: said });
      await wait(lookEveryMs);
    }
    return { client, pid: child.pid!, ended, end };
  } catch (error) {
    await end();
    throw error;
  }
}

async function writeSettings(run: string, root: string, python: string): Promise<void> {
  const kernel = join(run, 'kernels', kernelName);
  await mkdir(kernel, { recursive: true });
  await writeFile(join(kernel, 'kernel.json'), kernelSpec(python));
  await writeFile(join(run, 'config.py'), jupyterConfig({ run, root }));
}

/** Where the folders of sockets of one installation begin: paths of sockets may have 108 bytes. */
function runFolders(homes: string): string {
  const installation = createHash('sha256').update(homes).digest('hex').slice(0, 8);
  return join(tmpdir(), `nlk-${installation}-`);
}

/** Removes what a killed process left. @param homes the folder of the kernels' homes */
export async function sweepRunFolders(homes: string): Promise<void> {
  const start = runFolders(homes);
  for (const name of await readdir(dirname(start)))
    if (name.startsWith(basename(start))) await removeTree(join(dirname(start), name));
}

/** Programs in the jail can put anything there: a link to another socket must not be followed. */
export async function nameSocket(path: string, uid: number): Promise<FileHandle | null> {
  const file = await open(path, openPath | constants.O_NOFOLLOW).catch(() => null);
  if (!file) return null;
  const found = await file.stat();
  if (found.isSocket() && found.uid === uid) return file;
  await file.close();
  return null;
}

const answers = (client: JupyterClient) =>
  client.request({ method: 'GET', path: '/api', reply: z.object({ version: z.string() }) }).then(
    () => true,
    () => false,
  );

/** What kernels are told by their environment, built from empty. There is no secret in it. */
function kernelEnvironment({
  run,
  home,
  environment,
  root,
}: {
  run: string;
  home: string;
  environment: string | null;
  root: string;
}): Record<string, string> {
  const loopback = '127.0.0.1,localhost';
  const own = environment ? `${environment}/bin:` : '';
  return {
    PATH: `${own}${home}/.local/bin:${systemPath}`,
    HOME: home,
    USER: 'notelab',
    LOGNAME: 'notelab',
    LANG: 'C.UTF-8',
    NO_PROXY: loopback,
    no_proxy: loopback,
    NOTELAB_PROJECT: root,
    JUPYTER_CONFIG_DIR: run,
    JUPYTER_PATH: run,
    JUPYTER_RUNTIME_DIR: run,
    ...(environment && { VIRTUAL_ENV: environment }),
    // Compiled modules know their source by whole seconds: what is edited and reloaded at once would stay old.
    PYTHONDONTWRITEBYTECODE: '1',
    GIT_TERMINAL_PROMPT: '0',
  };
}
