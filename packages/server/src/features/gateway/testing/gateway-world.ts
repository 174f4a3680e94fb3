import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type InstanceId, newId, type ProjectId, type RepositoryId, type UserId } from '@notelab/contract';
import { Secret } from '@notelab/gitlab';
import { Agent } from 'undici';
import {
  createPasses,
  type Pass,
  type PassAccess,
  type Passes,
  type PassRequest,
} from '../../passes/passes.ts';
import type { UpstreamLimits } from '../ask-upstream.ts';
import type { Authorised } from '../authorise.ts';
import type { GitRecord } from '../git-record.ts';
import { type Refusal, refuse } from '../refusal.ts';
import { type Gateway, startGateway } from '../start-gateway.ts';
import { type GitUpstream, startGitUpstream } from './git-upstream.ts';

export interface GitOutcome {
  exitCode: number;
  stdout: string;
  stderr: string;
}

export interface GatewayWorld {
  upstream: GitUpstream;
  passes: Passes;
  gateway: Gateway;
  records: GitRecord[];
  /** Every line the gateway logged, as JSON. */
  logged: string[];
  instanceId: InstanceId;
  projectId: ProjectId;
  /** What the gateway is told about the user's account; tests change it. */
  account: { token: string; refresh: () => string; refusal: Refusal | null; asked: { write: boolean }[] };
  /** An empty folder that is removed in the end. */
  folder: string;
  repositoryIds: Map<string, RepositoryId>;
  issue(access: PassAccess, repositories?: string[], more?: Partial<PassRequest>): string;
  /** Address of a repository behind the gateway. */
  urlOf(path: string): string;
  /** git outside of any jail that signs in with `secret`. */
  git(args: string[], secret?: string, cwd?: string): Promise<GitOutcome>;
  close(): Promise<void>;
}

/** A gateway in front of real git, and one user whose token the upstream accepts. */
export async function createGatewayWorld(limits?: UpstreamLimits): Promise<GatewayWorld> {
  const upstream = await startGitUpstream();
  const dispatcher = new Agent({ connect: { autoSelectFamily: false } });
  const passes = createPasses();
  const folder = mkdtempSync(join(tmpdir(), 'nl-world-'));
  const records: GitRecord[] = [];
  const logged: string[] = [];
  const token = `gloas-${'t0ken'.repeat(12)}`;
  upstream.tokens.add(token);
  const account: GatewayWorld['account'] = { token, refresh: () => account.token, refusal: null, asked: [] };
  const authorise = async (
    _pass: Pass,
    { repository, write }: { repository: { path: string }; write: boolean },
  ): Promise<Authorised | Refusal> => {
    account.asked.push({ write });
    if (account.refusal) return account.refusal;
    return {
      ok: true,
      upstream: { baseUrl: upstream.baseUrl, dispatcher },
      repositoryPath: repository.path,
      accessToken: async () => new Secret(account.token),
      refreshed: async () => new Secret(account.refresh()),
      whyRejected: async () => refuse(403, 'account-needs-reconnect', 'Why GitLab turned this away.'),
    };
  };
  const log = (details: object, message: string) => void logged.push(JSON.stringify({ ...details, message }));
  const gateway = await startGateway({
    host: '127.0.0.1',
    passes,
    authorise,
    log: { info: log, warn: log } as never,
    audit: (record) => void ('refs' in record && records.push(record)),
    limits,
  });
  const instanceId = newId<InstanceId>();
  const projectId = newId<ProjectId>();
  const user = newId<UserId>();
  const repositoryIds = new Map<string, RepositoryId>();
  const idOf = (path: string) => {
    if (!repositoryIds.has(path)) repositoryIds.set(path, newId<RepositoryId>());
    return repositoryIds.get(path)!;
  };

  return {
    upstream,
    passes,
    gateway,
    records,
    logged,
    instanceId,
    projectId,
    account,
    folder,
    repositoryIds,
    issue(access, repositories = ['acme/analytics'], more = {}) {
      const listed = repositories.map((path) => ({ path, repositoryId: idOf(path) }));
      const scope = { userId: user, projectId, instanceId, repositories: listed };
      return passes.issue({ ...scope, access, label: 'test', lifetimeMs: 60_000, ...more }).secret;
    },
    urlOf: (path) => `${gateway.urlFor(instanceId)}${path}.git`,
    git(args, secret, cwd = folder) {
      const helper = secret ? ['-c', `credential.helper=!printf 'username=x\\npassword=${secret}\\n';:`] : [];
      const env = {
        PATH: process.env.PATH,
        HOME: folder,
        GIT_CONFIG_NOSYSTEM: '1',
        GIT_TEMPLATE_DIR: '',
        GIT_TERMINAL_PROMPT: '0',
        GIT_AUTHOR_NAME: 'A',
        GIT_AUTHOR_EMAIL: 'a@example.com',
        GIT_COMMITTER_NAME: 'A',
        GIT_COMMITTER_EMAIL: 'a@example.com',
      };
      return new Promise((resolve) => {
        const options = { cwd, env, maxBuffer: 64 * 1024 * 1024 };
        execFile('git', [...helper, ...args], options, (error, stdout, stderr) => {
          resolve({ exitCode: error ? Number(error.code) : 0, stdout, stderr });
        });
      });
    },
    async close() {
      await gateway.close();
      await dispatcher.destroy();
      await upstream.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
