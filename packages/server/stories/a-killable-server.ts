import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { addInstance, completeSetUp } from '@notelab/contract';
import { Client, createTestDatabase, linkGitLabAccount, type World } from '@notelab/dev-env';
import { type FaultRule, type Sandbox, startSandbox } from '@notelab/gitlab-sandbox';
import { expect } from 'vitest';

const entry = fileURLToPath(new URL('../src/main.ts', import.meta.url));
const application = { clientId: 'sudden-death', clientSecret: 'a-secret' };

/** A Notelab in a process of its own that can be killed, and a GitLab that lives on in this one. */
export interface KillableServer {
  sandbox: Sandbox;
  url: string;
  /** The process, once it was started. */
  readonly process: ChildProcess;
  /** In the data folder. */
  dataPath(...parts: string[]): string;
  /** What the server has for a folder of temporary files. */
  temporary: string;
  spawn(): void;
  /** Resolves when it is ready. */
  start(): Promise<void>;
  /** Kills it as a lost machine would, and sees that nothing that it started goes on. */
  kill(): Promise<void>;
  /** From now on, GitLab does not get to answer such requests. */
  hold(match: FaultRule['match']): void;
  /** Waits until GitLab has got such a request. @param since how many requests there were before */
  untilAsked(path: string, since: number): Promise<void>;
  close(): Promise<void>;
}

/** @param options.embedded also where the tests were given a PostgreSQL */
export async function makeKillableServer(options: { embedded?: boolean } = {}): Promise<KillableServer> {
  const folder = await mkdtemp(join(tmpdir(), 'notelab-death-'));
  const temporary = join(folder, 'tmp');
  await mkdir(temporary, { mode: 0o1777 });
  const port = await findFreePort();
  const url = `http://127.0.0.1:${port}`;
  const database = options.embedded ? null : await createTestDatabase();
  const sandbox = await startSandbox({
    dataDir: join(folder, 'sandbox'),
    oauthApplications: [
      { ...application, name: 'Notelab', redirectUris: [`${url}/api/gitlab/callback`], scopes: ['api'] },
    ],
  });
  let server: ChildProcess;
  const dataPath = (...parts: string[]) => join(folder, 'data', ...parts);

  function spawnServer(): void {
    server = spawn(process.execPath, [entry], {
      env: {
        PATH: process.env.PATH,
        TMPDIR: temporary,
        NOTELAB_PORT: String(port),
        NOTELAB_DATA_DIR: dataPath(),
        NOTELAB_ALLOW_PRIVATE_GITLAB: 'true',
        NOTELAB_LOG: 'error',
        NODE_COMPILE_CACHE: join(folder, 'compiled'),
        ...(database?.url && { DATABASE_URL: database.url }),
      },
    });
  }

  return {
    sandbox,
    url,
    get process() {
      return server;
    },
    dataPath,
    temporary,
    spawn: spawnServer,

    async start() {
      spawnServer();
      let said = '';
      for (const output of [server.stdout!, server.stderr!])
        output.on('data', (chunk) => {
          said += chunk;
        });
      await until(() => said.includes('Notelab is ready') || server.exitCode !== null);
      expect(said).toContain('Notelab is ready');
    },

    async kill() {
      const ended = new Promise((resolve) => server.once('exit', resolve));
      server.kill('SIGKILL');
      await ended;
      await until(async () => (await findProcesses(dataPath())).length === 0);
    },

    hold(match) {
      sandbox.faults.set({ match, kind: 'status', status: 504, delayMs: 60_000 });
    },

    untilAsked: (path, since) =>
      until(() =>
        sandbox
          .requests()
          .slice(since)
          .some((request) => `${request.method} ${request.path}`.includes(path)),
      ),

    async close() {
      server?.kill('SIGKILL');
      await sandbox.close();
      await database?.drop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** The first user, an admin, with the sandbox connected and its maintainer linked. */
export async function setUpAdmin({
  url,
  sandbox,
}: Pick<KillableServer, 'url' | 'sandbox'>): Promise<
  { admin: Client } & Pick<World, 'workspaceId' | 'instanceId'>
> {
  const admin = new Client(url);
  const person = { name: 'Ada', email: 'ada@example.com', password: 'correct horse' };
  const { workspaces } = await admin.call(completeSetUp, { body: { ...person, workspaceName: 'Acme' } });
  const instance = { name: 'GitLab', url: sandbox.url, ...application };
  const { id: instanceId } = await admin.call(addInstance, { body: instance });
  await linkGitLabAccount(admin, sandbox, { instanceId, username: 'maintainer' });
  return { admin, workspaceId: workspaces[0]!.id, instanceId };
}

/** Living processes in whose command line a text occurs, in jails too. */
async function findProcesses(text: string): Promise<{ id: number; args: string[] }[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name));
  const lines = await Promise.all(ids.map((id) => readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')));
  return ids.flatMap((id, index) =>
    lines[index]!.includes(text) ? [{ id: Number(id), args: lines[index]!.split('\0') }] : [],
  );
}

/** Waits until something has come true; the test's own time is the limit. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await wait(20);
}

function findFreePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}
