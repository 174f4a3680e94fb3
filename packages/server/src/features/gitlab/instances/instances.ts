import { type Instance, type InstanceId, newId, type User } from '@notelab/contract';
import {
  type ConnectionOptions,
  guardedDispatcher,
  parseCertificates,
  type ReachableApplication,
  Secret,
} from '@notelab/gitlab';
import type { Dispatcher } from 'undici';
import type { Database } from '../../../database/database.ts';
import { fail } from '../../../problem.ts';
import type { Audit, AuditAction } from '../../audit/audit.ts';
import type { Workspaces } from '../../workspaces/workspaces.ts';
import { type Vault, VaultError } from '../vault/vault.ts';
import { checkApplication } from './check-application.ts';
import { createConnections } from './connections.ts';
import { failAddress, requireCertificates, requireInstanceUrl, requireProxy } from './parse-settings.ts';
import { type InstanceRow, instanceStore } from './store.ts';
import type { Traffic } from './traffic.ts';

export type { InstanceRow } from './store.ts';

export interface InstanceSettings {
  name: string;
  url: string;
  clientId: string;
  /** Empty for a public application. */
  clientSecret: string;
  /** PEM, empty for none. */
  certificateAuthority?: string | undefined;
  /** With user name and password, empty for none. */
  proxy?: string | undefined;
}

/** What may change once people have accounts there: everything but the address. */
export type InstanceChanges = {
  [K in Exclude<keyof InstanceSettings, 'url'>]?: InstanceSettings[K] | undefined;
};

export interface InstanceDraft {
  instance: InstanceRow;
  connection: ConnectionOptions;
}

/** What others have to say about an instance's removal. */
export interface RemovalListener {
  /** Throws `instance-in-use` when it must stay. Every check comes before any release. */
  check?(instance: InstanceRow): Promise<void>;
  /** Lets go of what belongs to the instance. */
  release?(instance: InstanceRow): Promise<void>;
  /** Revokes, after every release, what GitLab still lets Notelab do. @returns how many accesses it could not. */
  revoke?(instance: InstanceRow): Promise<number>;
}

export interface Instances {
  find(id: InstanceId): Promise<InstanceRow | null>;
  get(id: InstanceId): Promise<InstanceRow>;
  list(): Promise<InstanceRow[]>;
  add(actor: User, settings: InstanceSettings): Promise<InstanceRow>;
  /** Adds or updates the sandbox of a sample installation, without asking whether it answers. */
  addSandbox(settings: Omit<InstanceSettings, 'name'>): Promise<InstanceRow>;
  update(actor: User, id: InstanceId, changes: InstanceChanges): Promise<InstanceRow>;
  /** Goes on without a GitLab that is gone for good, too. @returns how many accesses could not be revoked there. */
  remove(actor: User, id: InstanceId): Promise<{ unrevoked: number }>;
  onRemoving(listener: RemovalListener): void;
  /**
   * The only way to an instance, with its certificate authorities and proxy; refuses private addresses unless the
   * operator allows them. It stays good when the settings change: requests under way end on the old connections.
   */
  dispatcherOf(instance: InstanceRow): Dispatcher;
  /** The instance's OAuth application with its secret, reached in the usual way when no other is given. */
  applicationOf(instance: InstanceRow, dispatcher?: Dispatcher): ReachableApplication;
  /** What an instance would be with settings that are not stored, and how it would be reached. */
  draft(settings: { url: string } & InstanceChanges): InstanceDraft;
  draftChanges(id: InstanceId, changes: InstanceChanges): Promise<InstanceDraft>;
  redirectUrl(): string;
  present(instance: InstanceRow): Promise<Instance>;
  presentAll(): Promise<Instance[]>;
  close(): Promise<void>;
}

export function createInstances({
  database,
  vault,
  audit,
  workspaces,
  publicUrl,
  allowPrivateGitLab,
  answerWithinMs,
  traffic,
}: {
  database: Database;
  vault: Vault;
  audit: Audit;
  workspaces: Workspaces;
  publicUrl(): string;
  allowPrivateGitLab: boolean;
  answerWithinMs?: number | undefined;
  traffic: Traffic;
}): Instances {
  const store = instanceStore(database);
  const connections = createConnections({ vault, traffic, allowPrivateGitLab, answerWithinMs });
  const listeners: RemovalListener[] = [];

  async function get(id: InstanceId): Promise<InstanceRow> {
    return (await store.find(id)) ?? fail('not-found', 'There is no such GitLab instance.');
  }

  function applicationOf(
    instance: InstanceRow,
    dispatcher: Dispatcher = connections.dispatcherOf(instance),
  ): ReachableApplication {
    const { url, clientId, sealedClientSecret, id } = instance;
    const application = { instance: url, clientId, dispatcher };
    if (!sealedClientSecret) return application;
    try {
      return {
        ...application,
        clientSecret: vault.open(sealedClientSecret, { instanceId: id, field: 'client-secret' }),
      };
    } catch (error) {
      if (error instanceof VaultError)
        fail('oauth-failed', `The client secret of ${instance.name} has to be entered again by an admin.`);
      throw error;
    }
  }

  /** Asks GitLab with settings that are not stored yet, over connections of their own. */
  async function checkUnsaved(row: InstanceRow): Promise<void> {
    const dispatcher = guardedDispatcher(connections.optionsOf(row));
    try {
      await checkApplication(applicationOf(row, dispatcher));
    } finally {
      await dispatcher.destroy();
    }
  }

  /** Parses what was given, seals what is secret. */
  function toColumns(id: InstanceId, changes: InstanceChanges): Partial<InstanceRow> {
    const { name, clientId, clientSecret, certificateAuthority, proxy } = changes;
    const columns: Partial<InstanceRow> = {};
    if (name !== undefined) columns.name = name;
    if (clientId !== undefined) columns.clientId = clientId;
    if (clientSecret !== undefined) {
      const place = { instanceId: id, field: 'client-secret' } as const;
      columns.sealedClientSecret = clientSecret === '' ? null : vault.seal(new Secret(clientSecret), place);
    }
    if (certificateAuthority !== undefined)
      columns.certificateAuthority = requireCertificates(certificateAuthority);
    if (proxy !== undefined) {
      const parsed = requireProxy(proxy);
      columns.proxyUrl = parsed?.url ?? null;
      columns.sealedProxyCredentials = parsed?.credentials
        ? connections.sealProxyCredentials(id, parsed.credentials)
        : null;
    }
    return columns;
  }

  function toRow(settings: InstanceSettings, sandbox: boolean, id = newId<InstanceId>()): InstanceRow {
    const { name, url, clientId, clientSecret, certificateAuthority = '', proxy = '' } = settings;
    const columns = toColumns(id, { name, clientId, clientSecret, certificateAuthority, proxy });
    const row = { id, url: requireInstanceUrl(url), sandbox, createdAt: new Date(), ...columns };
    return row as InstanceRow;
  }

  /** Instances are the installation's, so every workspace's log tells of them. */
  async function record(
    actor: User,
    action: AuditAction,
    instance: InstanceRow,
    details: Record<string, string> = {},
  ): Promise<void> {
    for (const workspaceId of await workspaces.listIds())
      await audit.record({
        workspaceId,
        actor,
        action,
        subject: instance.name,
        details: { url: instance.url, ...details },
      });
  }

  const presentWith = (
    { id, name, url, clientId, sandbox, certificateAuthority, proxyUrl, sealedProxyCredentials }: InstanceRow,
    use: Awaited<ReturnType<typeof store.countUse>>,
  ): Instance => ({
    id,
    name,
    url,
    clientId,
    sandbox,
    redirectUrl: `${publicUrl()}/api/gitlab/callback`,
    certificateAuthority: certificateAuthority ? presentAuthority(certificateAuthority) : null,
    proxy: proxyUrl ? { url: proxyUrl, hasCredentials: sealedProxyCredentials !== null } : null,
    ...(use.get(id) ?? { accounts: 0, repositories: 0 }),
  });

  return {
    find: store.find,
    get,
    dispatcherOf: connections.dispatcherOf,
    applicationOf,
    list: store.list,
    draft(settings) {
      const { url, name = url, clientId = '', clientSecret = '' } = settings;
      const instance = toRow({ ...settings, name, clientId, clientSecret }, false);
      return { instance, connection: connections.optionsOf(instance) };
    },

    async draftChanges(id, changes) {
      const instance = { ...(await get(id)), ...toColumns(id, changes) };
      return { instance, connection: connections.optionsOf(instance) };
    },

    redirectUrl: () => `${publicUrl()}/api/gitlab/callback`,

    async add(actor, settings) {
      const row = toRow(settings, false);
      const known = await store.findAt(row.url);
      if (known) failAddress(`${known.name} is at this address already.`);
      await checkUnsaved(row);
      const added = await store.insert(row);
      if (!added) return failAddress('An instance at this address was added just now.');
      await record(actor, 'instance-added', added, describeConnection(added));
      return added;
    },

    async addSandbox(settings) {
      const known = await store.findSandbox();
      const row = toRow({ ...settings, name: 'GitLab sandbox' }, true, known?.id);
      await store.put(row);
      return await get(row.id);
    },

    async update(actor, id, changes) {
      const before = await get(id);
      const columns = toColumns(id, changes);
      if (Object.keys(columns).length === 0) return before;
      // What would cut everybody off at once is not stored: a wrong authority as little as a wrong secret.
      if (Object.keys(columns).some((column) => column !== 'name'))
        await checkUnsaved({ ...before, ...columns });
      const after = await store.update(id, columns);
      if (!after) return fail('not-found', 'There is no such GitLab instance.');
      await record(actor, 'instance-changed', after, describeConnection(after));
      return after;
    },

    async remove(actor, id) {
      const instance = await get(id);
      for (const listener of listeners) await listener.check?.(instance);
      for (const listener of listeners) await listener.release?.(instance);
      let unrevoked = 0;
      for (const listener of listeners) unrevoked += (await listener.revoke?.(instance)) ?? 0;
      await store.remove(id);
      connections.forget(id);
      await record(actor, 'instance-removed', instance, unrevoked > 0 ? { unrevoked: `${unrevoked}` } : {});
      return { unrevoked };
    },

    onRemoving: (listener) => void listeners.push(listener),

    present: async (instance) => presentWith(instance, await store.countUse()),

    async presentAll() {
      const use = await store.countUse();
      return (await store.list()).map((instance) => presentWith(instance, use));
    },

    close: connections.close,
  };
}

function presentAuthority(pem: string): Instance['certificateAuthority'] {
  const parsed = parseCertificates(pem);
  const certificates = parsed.kind === 'certificates' ? parsed.certificates : [];
  return {
    pem,
    certificates: certificates.map(({ subject, issuer, validUntil }) => ({
      subject,
      issuer,
      validUntil: validUntil.toISOString(),
    })),
  };
}

/** Whoever stands between Notelab and GitLab can read everybody's tokens: the log says who that is. */
function describeConnection({ certificateAuthority, proxyUrl }: InstanceRow): Record<string, string> {
  const authorities = certificateAuthority && presentAuthority(certificateAuthority)?.certificates;
  return {
    ...(authorities && { authorities: authorities.map(({ subject }) => subject).join(', ') }),
    ...(proxyUrl && { proxy: proxyUrl }),
  };
}
