import {
  newId,
  type RepositoryId,
  type User,
  type Webhook,
  type WebhookByHand,
  type WebhookId,
} from '@notelab/contract';
import { webhookSettingsUrl } from '@notelab/gitlab';
import type { Log } from '../../log.ts';
import { fail, ProblemError } from '../../problem.ts';
import type { Audit, AuditAction } from '../audit/audit.ts';
import type { Events } from '../events/events.ts';
import type { Accounts } from '../gitlab/accounts/accounts.ts';
import type { Instances } from '../gitlab/instances/instances.ts';
import type { Vault } from '../gitlab/vault/vault.ts';
import {
  type RemovedRepository,
  type Repositories,
  type RepositoryRow,
  requireConnected,
} from '../repositories/repositories.ts';
import type { AuthorizedWorkspace } from '../workspaces/policy.ts';
import { findUnreachable } from './find-unreachable.ts';
import { clientForWebhooks, findOnGitLab } from './on-gitlab.ts';
import { makeSecrets, sealSecrets } from './secrets.ts';
import type { WebhookRow, WebhookStore } from './store.ts';

/** GitLab's path to Notelab: the rest of the address is the webhook's id. */
export const deliveryPath = '/api/gitlab/hooks/';

export type Webhooks = ReturnType<typeof createWebhooks>;

/** How GitLab is made to tell of pushes: what an admin does about it. */
export function createWebhooks({
  store,
  vault,
  accounts,
  instances,
  repositories,
  audit,
  events,
  publicUrl,
  log,
}: {
  store: WebhookStore;
  vault: Vault;
  accounts: Accounts;
  instances: Instances;
  repositories: Repositories;
  audit: Audit;
  events: Events;
  publicUrl(): string;
  log: Log;
}) {
  const urlOf = ({ id }: { id: WebhookId }) => `${publicUrl()}${deliveryPath}${id}`;

  async function requireReach(repository: RepositoryRow): Promise<void> {
    requireConnected(repository);
    const reason = findUnreachable(await instances.get(repository.instanceId), publicUrl());
    if (reason) fail('address-refused', reason);
  }

  async function getOf({ id, path }: RepositoryRow): Promise<WebhookRow> {
    return (await store.findOf(id)) ?? fail('not-found', `${path} has no webhook of Notelab.`);
  }

  async function record(user: User, { workspaceId, path }: RepositoryRow, action: AuditAction, by?: string) {
    const details: Record<string, string> = by ? { by } : {};
    await audit.record({ workspaceId, actor: user, action, subject: path, details });
    events.publish(workspaceId, { type: 'webhooks-changed' });
  }

  /** A new one with new secrets, in the place of any before. */
  async function put(user: User, repository: RepositoryRow, madeBy: Webhook['madeBy']) {
    const id = newId<WebhookId>();
    const secrets = makeSecrets();
    const row: WebhookRow = {
      id,
      repositoryId: repository.id,
      madeBy,
      gitlabHookId: null,
      ...sealSecrets(vault, id, secrets),
      signs: false,
      lastDeliveryAt: null,
      problem: null,
      createdBy: user.name,
      createdAt: new Date(),
    };
    await store.put(row);
    return { row, secrets };
  }

  /** Ours on GitLab that nothing here knows any more, of a crash or an earlier one. */
  async function removeOrphans(user: User, repository: RepositoryRow): Promise<void> {
    const client = await clientForWebhooks(accounts, user, repository);
    const start = `${publicUrl()}${deliveryPath}`;
    for (const hook of await client.listHooks(repository.gitlabId)) {
      if (!hook.url.startsWith(start)) continue;
      const owner = await store.find(hook.url.slice(start.length) as WebhookId);
      if (!owner || owner.repositoryId === repository.id)
        await client.removeHook(repository.gitlabId, hook.id);
    }
  }

  /** @returns what is left to do on GitLab, as a sentence. */
  async function removeOnGitLab(
    user: User,
    repository: RepositoryRow,
    row: WebhookRow,
  ): Promise<string | null> {
    const { path, instanceUrl } = repository;
    try {
      const client = await clientForWebhooks(accounts, user, repository);
      const hook = await findOnGitLab(client, repository, { ...row, url: urlOf(row) });
      if (hook) await client.removeHook(repository.gitlabId, hook.id);
      return null;
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      return `It is still on GitLab, where a maintainer of ${path} can delete it: ${webhookSettingsUrl(instanceUrl, path)}. (${error.problem.detail})`;
    }
  }

  return {
    urlOf,

    async list(workspace: AuthorizedWorkspace) {
      const connected = new Set((await repositories.list(workspace)).map(({ id }) => id));
      const rows = (await store.list(workspace.id)).filter(({ repositoryId }) => connected.has(repositoryId));
      const unreachable = (await instances.list()).flatMap((instance) => {
        const reason = findUnreachable(instance, publicUrl());
        return reason ? [{ instanceId: instance.id, reason }] : [];
      });
      return { webhooks: rows.map(presentWebhook), unreachable };
    },

    async create(user: User, repository: RepositoryRow): Promise<Webhook> {
      await requireReach(repository);
      await removeOrphans(user, repository);
      const { row, secrets } = await put(user, repository, 'notelab');
      try {
        const client = await clientForWebhooks(accounts, user, repository);
        const hook = await client.createHook(repository.gitlabId, { url: urlOf(row), ...secrets });
        const made = { gitlabHookId: hook.id, signs: hook.signs };
        await store.update(row.id, made);
        await record(user, repository, 'webhook-created');
        return presentWebhook({ ...row, ...made });
      } catch (error) {
        await store.delete(row.id);
        events.publish(repository.workspaceId, { type: 'webhooks-changed' });
        throw error;
      }
    },

    async prepareByHand(user: User, repository: RepositoryRow): Promise<WebhookByHand> {
      await requireReach(repository);
      const { row, secrets } = await put(user, repository, 'hand');
      await record(user, repository, 'webhook-created', 'by hand');
      return {
        webhook: presentWebhook(row),
        url: urlOf(row),
        secretToken: secrets.token.reveal(),
        signingToken: secrets.signingToken.reveal(),
        settingsUrl: webhookSettingsUrl(repository.instanceUrl, repository.path),
      };
    },

    /** GitLab waits for Notelab's answer before it says how the test went. */
    async test(user: User, repository: RepositoryRow): Promise<Webhook> {
      const row = await getOf(repository);
      const client = await clientForWebhooks(accounts, user, repository);
      const hook = await findOnGitLab(client, repository, { ...row, url: urlOf(row) });
      const problem = hook
        ? await client.testHook(repository.gitlabId, hook.id).then(() => null, findFailure)
        : `${repository.path} has no webhook with this address on ${repository.instanceName} any more. Remove it here and create it again.`;
      if (problem) {
        await store.update(row.id, { problem });
        events.publish(repository.workspaceId, { type: 'webhooks-changed' });
      }
      return presentWebhook(await getOf(repository));
    },

    async remove(user: User, repository: RepositoryRow): Promise<{ leftOnGitLab: string | null }> {
      const row = await getOf(repository);
      await store.delete(row.id);
      const leftOnGitLab = await removeOnGitLab(user, repository, row);
      await record(user, repository, 'webhook-removed');
      return { leftOnGitLab };
    },

    /** The webhook of a repository that leaves the workspace: as the admin who removed it, else the log tells. */
    async forgetRepository({ repositoryId, by }: RemovedRepository): Promise<void> {
      const row = await store.findOf(repositoryId);
      if (!row) return;
      await store.delete(row.id);
      const repository = await repositories.get(repositoryId);
      const left = await removeOnGitLab(by, repository, row).catch((error) => {
        log.warn({ err: error, repository: repositoryId }, 'a webhook could not be removed from GitLab');
        return 'left';
      });
      if (left) await record(by, repository, 'webhook-left');
    },

    /** Whether GitLab tells of pushes, as far as is known. */
    async hearsOf(repositoryId: RepositoryId): Promise<boolean> {
      const row = await store.findOf(repositoryId);
      return row !== null && row.lastDeliveryAt !== null && row.problem === null;
    },
  };
}

export function presentWebhook(row: WebhookRow): Webhook {
  const { repositoryId, madeBy, problem, lastDeliveryAt, createdBy, createdAt } = row;
  return {
    repositoryId,
    madeBy,
    state: problem !== null ? 'failing' : lastDeliveryAt === null ? 'waiting' : 'working',
    problem,
    lastDeliveryAt: lastDeliveryAt?.toISOString() ?? null,
    createdBy,
    createdAt: createdAt.toISOString(),
  };
}

/** Of a test that GitLab made and that failed; what kept it from testing is thrown, or is no matter. */
function findFailure(error: unknown): string | null {
  if (!(error instanceof ProblemError)) throw error;
  const { code, detail, raw } = error.problem;
  // GitLabs before 17 test webhooks on their pages only; without a commit none does.
  if (code === 'gitlab-not-found' || /at least one commit/i.test(raw ?? '')) return null;
  if (code !== 'gitlab-refused') throw error;
  return `GitLab could not deliver its test: ${raw ?? detail}`;
}
