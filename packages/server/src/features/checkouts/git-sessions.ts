import { once } from 'node:events';
import { chown } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import type { InstanceId, User } from '@notelab/contract';
import { type GitEnvironment, type GitIdentity, removeStaleLocks } from '@notelab/git';
import { repositoryGitUrl } from '@notelab/gitlab';
import type { Gateway } from '../gateway/start-gateway.ts';
import type { Accounts } from '../gitlab/accounts/accounts.ts';
import type { Instances } from '../gitlab/instances/instances.ts';
import { gitInJail } from '../jails/git-environment.ts';
import type { Jail } from '../jails/jail.ts';
import { rememberProcesses } from '../jails/started-processes.ts';
import { answerWithPass } from '../passes/answer-credential-request.ts';
import { openCredentialSocket } from '../passes/credential-socket.ts';
import type { Pass, PassAccess, Passes } from '../passes/passes.ts';
import type { Projects } from '../projects/projects.ts';
import type { Repositories } from '../repositories/repositories.ts';
import type { AuthorizedCheckout } from './authorized-checkout.ts';
import { explainRefusals } from './explain-refusals.ts';

/** Git that reaches one repository as one user. */
export interface UserGit {
  git: GitEnvironment;
  /** The repository's canonical address; the environment sends it through the gateway. */
  url: string;
}

/** Whose git it is, and which repository it reaches: of a checkout, or of an export. */
export type Reached = Pick<AuthorizedCheckout, 'project' | 'repository'>;

export interface GitSessions {
  /** Git without any way to GitLab: status, differences, branches, commits. */
  local(checkout: Pick<AuthorizedCheckout, 'projectId'>): GitEnvironment;
  /** The same in another folder than the project's: no process of the project is there. */
  inFolder(folder: string): GitEnvironment;
  /** Runs a program of the system in a jail with one folder. Its exit code. */
  runIn(folder: string, args: string[], options: { cwd: string; stdin: Buffer }): Promise<number>;
  /**
   * Runs `work` with a git that reaches the repository as the acting user. The pass dies when `work`
   * ends, however it ends.
   * @param folder what git may write to instead of the project's files
   */
  asUser<T>(
    request: { checkout: Reached; access: PassAccess; folder?: string },
    work: (as: UserGit) => Promise<T>,
  ): Promise<T>;
  /** Who commits: the acting user as GitLab knows them. Throws when they have no usable account. */
  identityOf(user: User, repository: { instanceId: InstanceId }): Promise<GitIdentity>;
  /** Makes a new folder the jail's own. */
  giveToJail(folder: string): Promise<void>;
  /** Removes lock files that a killed git left behind. */
  clearStaleLocks(checkout: AuthorizedCheckout): Promise<void>;
}

/** Longer than any operation may take; passes end with their operation anyway. */
const passLifetimeMs = 2 * 60 * 60_000;
/** A lock this young may be that of a git which has just begun. */
const youngLockMs = 2_000;

export function createGitSessions({
  jail,
  passes,
  gateway,
  accounts,
  instances,
  repositories,
  projects,
}: {
  jail: Jail;
  passes: Passes;
  gateway: Gateway;
  accounts: Accounts;
  instances: Instances;
  repositories: Repositories;
  projects: Projects;
}): GitSessions {
  const rootOf = ({ projectId }: Pick<AuthorizedCheckout, 'projectId'>) => projects.filesOf(projectId).root;

  return {
    local: (checkout) => gitInJail(jail, rootOf(checkout)),
    inFolder: (folder) => gitInJail(jail, folder),

    async runIn(folder, args, { cwd, stdin }) {
      const env = { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C.UTF-8' };
      const child = jail.spawn({ args, cwd, env, folder });
      // It may end without reading everything; its exit code tells.
      child.stdin?.on('error', () => {});
      child.stdin?.end(stdin);
      child.stdout?.resume();
      child.stderr?.resume();
      const [exitCode] = await once(child, 'close');
      return exitCode ?? 1;
    },

    async asUser({ checkout, access, folder }, work) {
      const { user, id: projectId } = checkout.project;
      const { instanceId } = checkout.repository;
      // A path may belong to another repository by now, the id does not. A push has just fetched.
      const repository =
        access === 'read'
          ? await repositories.refresh(user, checkout.repository.id)
          : await repositories.get(checkout.repository.id);
      const instance = await instances.get(instanceId);
      const opened = [{ path: repository.path, repositoryId: repository.id }];
      const gatewayUrl = gateway.urlFor(instanceId);
      let ownConnection: Pass['isCaller'];
      const pass = passes.issue({
        userId: user.id,
        projectId,
        instanceId,
        repositories: opened,
        access,
        label: `${typeof access === 'string' ? access : Object.keys(access)[0]} ${repository.path}`,
        lifetimeMs: passLifetimeMs,
        // Without a jail all processes are alike.
        ...(jail.kind === 'bubblewrap' && {
          isCaller: async (connection) => (await ownConnection?.(connection)) ?? false,
        }),
      });
      try {
        const socket = await openCredentialSocket({
          folder: tmpdir(),
          owner: jail.owner,
          answer: answerWithPass({ gatewayUrl, repositories: opened, secret: pass.secret }),
        });
        try {
          const jailed = gitInJail(jail, folder ?? rootOf({ projectId }), {
            credentialSocket: socket.path,
            gatewayUrl,
            instanceUrl: instance.url,
            repositoryPaths: opened.map(({ path }) => path),
          });
          const { git, ...processes } = rememberProcesses(jailed);
          ownConnection = processes.ownConnection;
          const url = repositoryGitUrl(instance.url, repository.path);
          return await explainRefusals(() => work({ git, url }), {
            findRefusal: () => gateway.findRefusal(pass.id),
            instanceId,
          });
        } finally {
          await socket.close();
        }
      } finally {
        pass.void();
      }
    },

    async identityOf(user, { instanceId }) {
      const { name, commitEmail } = await accounts.require(user, instanceId);
      return { name, email: commitEmail };
    },

    async giveToJail(folder) {
      if (jail.owner) await chown(folder, jail.owner.uid, jail.owner.gid);
    },

    async clearStaleLocks(checkout) {
      // What is older than this process was left by one that was killed, however young it is.
      await removeStaleLocks(checkout.dir, { minAgeMs: Math.min(youngLockMs, process.uptime() * 1000) });
    },
  };
}
