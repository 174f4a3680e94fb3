import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { InstanceId, WorkspaceId } from '@notelab/contract';
import { signIn } from '@notelab/contract';
import { type Sandbox, startSandbox } from '@notelab/gitlab-sandbox';
import { type Config, type RunningServer, readConfig, startServer } from '@notelab/server';
import { Client } from './client.ts';
import { createSamples } from './create-samples.ts';
import { findFreePort } from './find-free-port.ts';
import { linkGitLabAccount } from './link-gitlab-account.ts';
import { sampleApplication, samplePassword, sampleSignIns } from './samples.ts';
import { createTestDatabase } from './test-database.ts';

/** Notelab and a GitLab sandbox, really running on loopback, with the sample users and repositories. */
export interface World {
  notelab: RunningServer;
  sandbox: Sandbox;
  dataDir: string;
  workspaceId: WorkspaceId;
  instanceId: InstanceId;
  /** A sample user of Notelab, signed in. */
  signIn(who: 'admin' | 'editor' | 'viewer'): Promise<Client>;
  /** A sample user of Notelab, signed in, with the given user of the sandbox linked. */
  signInLinked(who: 'admin' | 'editor' | 'viewer', gitlabUsername: string): Promise<Client>;
  /** Stops Notelab and starts it again on the same data, on the same port. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/**
 * Starts a world of its own: own ports, own data folder, own database. The database is the embedded one in
 * memory, or a new one on the PostgreSQL at `NOTELAB_TEST_DATABASE_URL`.
 * @param options.gitlabPath where GitLab lives below its host, for example `/gitlab`
 * @param options.persistent keep the embedded database on disk, for stories about restarts
 */
export async function createWorld(
  options: { gitlabPath?: string; persistent?: boolean; config?: Partial<Config> } = {},
): Promise<World> {
  const dataDir = await mkdtemp(join(tmpdir(), 'notelab-world-'));
  const database = await createTestDatabase();
  const base = readConfig({
    NOTELAB_PORT: '0',
    NOTELAB_DATA_DIR: join(dataDir, 'notelab'),
    NOTELAB_LOG: 'error',
  });
  const config: Config = { ...base, databaseUrl: database.url, ...options.config };
  const startOptions = {
    samples: sampleSignIns,
    ...(database.url === null && !options.persistent ? { databaseLocation: 'memory' as const } : {}),
  };
  let notelab = await startServer(config, startOptions);
  const sandbox = await startSandbox({
    dataDir: join(dataDir, 'sandbox'),
    ...(await sandboxAddress(options.gitlabPath)),
    oauthApplications: [
      {
        ...sampleApplication,
        name: 'Notelab',
        redirectUris: [`${notelab.url}/api/gitlab/callback`],
        scopes: ['api'],
      },
    ],
  });
  const workspaceId = await createSamples(notelab.url);
  const { id: instanceId } = await notelab.context.instances.addSandbox({
    url: sandbox.url,
    ...sampleApplication,
  });

  // A GitLab that is well again is asked at once, not after the pause that Notelab makes by itself.
  const { clear } = sandbox.faults;
  sandbox.faults.clear = () => {
    clear();
    notelab.context.traffic.forget(instanceId);
  };

  const world: World = {
    get notelab() {
      return notelab;
    },
    sandbox,
    dataDir,
    workspaceId,
    instanceId,

    async signIn(who) {
      const client = new Client(notelab.url);
      await client.call(signIn, { body: { email: `${who}@example.com`, password: samplePassword } });
      return client;
    },

    async signInLinked(who, gitlabUsername) {
      const client = await world.signIn(who);
      await linkGitLabAccount(client, sandbox, { instanceId, username: gitlabUsername });
      return client;
    },

    async restart() {
      const port = Number(new URL(notelab.url).port);
      await notelab.close();
      notelab = await startServer({ ...config, port, publicUrl: notelab.url }, startOptions);
    },

    async close() {
      await notelab.close();
      await sandbox.close();
      await database.drop();
      await rm(dataDir, { recursive: true, force: true });
    },
  };
  return world;
}

/** A sub-path is part of the public address, so the port must be known before. */
async function sandboxAddress(path: string | undefined): Promise<{ port?: number; publicUrl?: string }> {
  if (!path) return {};
  const port = await findFreePort();
  return { port, publicUrl: `http://localhost:${port}${path}` };
}
