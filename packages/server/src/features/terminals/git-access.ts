import type {
  InstanceId,
  ProjectId,
  RepositoryId,
  TerminalGitAccess,
  TerminalId,
  User,
  UserId,
  WorkspaceId,
} from '@notelab/contract';
import { ProblemError } from '../../problem.ts';
import type { Gateway } from '../gateway/start-gateway.ts';
import type { Accounts } from '../gitlab/accounts/accounts.ts';
import type { Instances } from '../gitlab/instances/instances.ts';
import { jailOwnsConnection } from '../jails/find-connection-owner.ts';
import type { Jail } from '../jails/jail.ts';
import type { CredentialQuestion, CredentialReply } from '../passes/answer-credential-request.ts';
import type { Passes } from '../passes/passes.ts';
import type { Repositories } from '../repositories/repositories.ts';
import { isAtLeast } from '../workspaces/policy.ts';
import type { Workspaces } from '../workspaces/workspaces.ts';
import type { GitSettings } from './open-shell.ts';

/** The shell that asks. */
export interface AskingShell {
  terminalId: TerminalId;
  projectId: ProjectId;
  workspaceId: WorkspaceId;
  owner: User;
  /** The process that its jail was started with. */
  pid: number;
  /** Why git gets no access just now, as a sentence; null when it may. */
  whySuspended(): string | null;
  /** Why the owner's account is gone, when it was there while the terminal ran. */
  whyDisconnected(instanceId: InstanceId): string | null;
}

export interface GitAccess {
  /** As whom git would reach each instance. */
  list(owner: UserId, workspaceId: WorkspaceId): Promise<TerminalGitAccess[]>;
  /** How git reaches the instances, and who commits, as it is now. */
  readSettings(owner: User): Promise<GitSettings>;
  answer(shell: AskingShell, question: CredentialQuestion): Promise<CredentialReply>;
}

/** Git asks again when a pass has ended, so it need not live long: it is worth that much less when it is seen. */
const passLifetimeMs = 15 * 60_000;

const onlyEditors =
  'Notelab cannot keep processes apart on this machine, so git gets access to GitLab in terminals only where one ' +
  'person alone may edit. Use the Git panel of the project instead.';

/** What git in a terminal may reach: repositories of the workspace, as the terminal's owner, and why not. */
export function createGitAccess({
  jail,
  passes,
  gateway,
  accounts,
  instances,
  repositories,
  workspaces,
}: {
  jail: Jail;
  passes: Passes;
  gateway: Gateway;
  accounts: Accounts;
  instances: Instances;
  repositories: Repositories;
  workspaces: Workspaces;
}): GitAccess {
  const gatewayHost = new URL(gateway.url).host;

  async function isKeptApart(owner: UserId, workspaceId: WorkspaceId): Promise<boolean> {
    if (jail.kind === 'bubblewrap') return true;
    const editors = await listMembers(owner, workspaceId, 'editor');
    return editors.every(({ user }) => user.id === owner);
  }

  async function listMembers(owner: UserId, workspaceId: WorkspaceId, atLeast: 'editor' | 'admin') {
    const workspace = await workspaces.authorizeWorkspace({ id: owner }, workspaceId, 'viewer');
    return (await workspaces.listMembers(workspace)).filter(({ role }) => isAtLeast(role, atLeast));
  }

  /** Throws the reason as a problem. */
  async function findRepository({ owner, workspaceId }: AskingShell, instanceId: InstanceId, path: string) {
    const workspace = await workspaces.authorizeWorkspace(owner, workspaceId, 'editor');
    const found = (await repositories.list(workspace)).find(
      (repository) =>
        repository.instanceId === instanceId && repository.path.toLowerCase() === path.toLowerCase(),
    );
    if (found) return found;
    const names = (await listMembers(owner.id, workspaceId, 'admin')).map(({ user }) => user.name);
    throw new ProblemError(
      'repository-not-connected',
      `${path} is not connected to this workspace. An admin (${names.join(', ')}) can connect it in ` +
        'Settings → Workspace → Connected GitLab repositories.',
    );
  }

  return {
    async list(owner, workspaceId) {
      const keptApart = await isKeptApart(owner, workspaceId);
      const rows = await instances.list();
      return Promise.all(
        rows.map(async ({ id, name, url }) => {
          const account = await accounts.find(owner, id);
          const state = !account
            ? 'not-linked'
            : account.health === 'needs-reconnect'
              ? 'needs-reconnect'
              : 'ready';
          return {
            instanceId: id,
            instanceName: name,
            instanceHost: url.replace(/^https?:\/\//, ''),
            state: keptApart ? state : 'no-jail',
            username: account?.username ?? null,
          };
        }),
      );
    },

    async readSettings(owner) {
      const known = await Promise.all(
        (await instances.list()).map(async ({ id, url }) => {
          const account = await accounts.find(owner.id, id);
          const identity = account && { name: account.name, email: account.commitEmail };
          return { url, gatewayUrl: gateway.urlFor(id), identity };
        }),
      );
      const identity = known.find((each) => each.identity)?.identity ?? owner;
      const { name, email } = identity;
      return { gatewayOrigin: gateway.url, instances: known, identity: { name, email } };
    },

    async answer(shell, { protocol, host, path }) {
      const asked = /^i\/([0-9a-z]{20})\/(.+)\.git(?:\/info\/lfs)?$/i.exec(path);
      if (protocol !== 'http' || host !== gatewayHost || !asked) return {};
      const [, instanceId, repositoryPath] = asked as unknown as [string, InstanceId, string];
      const { terminalId, projectId, workspaceId, owner, pid } = shell;
      try {
        const suspendedAlready = shell.whySuspended();
        if (suspendedAlready !== null) return { message: suspendedAlready };
        if (!(await isKeptApart(owner.id, workspaceId))) return { message: onlyEditors };
        const { id: repositoryId } = await findRepository(shell, instanceId, repositoryPath);
        await accounts.require(owner, instanceId);
        // A path may belong to another repository by now, the id does not.
        await repositories.refresh(owner, repositoryId);
        // Last, with nothing to wait for before the pass is made: somebody may have begun to type meanwhile.
        const suspended = shell.whySuspended();
        if (suspended !== null) return { message: suspended };
        const { secret } = passes.issue({
          userId: owner.id,
          projectId,
          instanceId,
          repositories: [{ path: repositoryPath, repositoryId: repositoryId as RepositoryId }],
          access: 'write',
          label: `terminal ${repositoryPath}`,
          lifetimeMs: passLifetimeMs,
          terminalId,
          isCaller: (connection) => jailOwnsConnection(pid, connection),
        });
        return { username: 'notelab', password: secret };
      } catch (error) {
        if (!(error instanceof ProblemError)) throw error;
        const { code, detail } = error.problem;
        const reason = code === 'account-missing' ? shell.whyDisconnected(instanceId) : null;
        return { message: reason ? `${reason} ${detail}` : detail };
      }
    },
  };
}
