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
import { answerWithPass } from '../passes/answer-credential-request.ts';
import { openCredentialSocket } from '../passes/credential-socket.ts';
import type { PassAccess, Passes } from '../passes/passes.ts';
import type { Projects } from '../projects/projects.ts';
import type { AuthorizedCheckout } from './authorized-checkout.ts';

/** Git that reaches one repository as one user. */
export interface UserGit {
  git: GitEnvironment;
  /** The repository's canonical address; the environment sends it through the gateway. */
  url: string;
}

export interface GitSessions {
  /** Git without any way to GitLab: status, differences, branches, commits. */
  local(checkout: AuthorizedCheckout): GitEnvironment;
  /**
   * Runs `work` with a git that reaches the checkout's repository as the acting user. The pass dies when `work`
   * ends, however it ends.
   * @param folder what git may write to instead of the project's files
   */
  asUser<T>(
    request: { checkout: AuthorizedCheckout; access: PassAccess; folder?: string },
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

export function createGitSessions({
  jail,
  passes,
  gateway,
  accounts,
  instances,
  projects,
}: {
  jail: Jail;
  passes: Passes;
  gateway: Gateway;
  accounts: Accounts;
  instances: Instances;
  projects: Projects;
}): GitSessions {
  const rootOf = (checkout: AuthorizedCheckout) => projects.filesOf(checkout.projectId).root;

  return {
    local: (checkout) => gitInJail(jail, rootOf(checkout)),

    async asUser({ checkout, access, folder }, work) {
      const { project, repository } = checkout;
      const { instanceId } = repository;
      const instance = await instances.get(instanceId);
      const repositories = [{ path: repository.path, repositoryId: repository.id }];
      const gatewayUrl = gateway.urlFor(instanceId);
      const { secret, void: end } = passes.issue({
        userId: project.user.id,
        projectId: project.id,
        instanceId,
        repositories,
        access,
        label: `${access === 'read' ? 'read' : 'push'} ${repository.path}`,
        lifetimeMs: passLifetimeMs,
      });
      try {
        const socket = await openCredentialSocket({
          folder: tmpdir(),
          owner: jail.owner,
          answer: answerWithPass({ gatewayUrl, repositories, secret }),
        });
        try {
          const git = gitInJail(jail, folder ?? rootOf(checkout), {
            credentialSocket: socket.path,
            gatewayUrl,
            instanceUrl: instance.url,
          });
          return await work({ git, url: repositoryGitUrl(instance.url, repository.path) });
        } finally {
          await socket.close();
        }
      } finally {
        end();
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
      await removeStaleLocks(checkout.dir);
    },
  };
}
