import { type Instance, type InstanceId, newId, type User } from '@notelab/contract';
import { guardedDispatcher, parseInstanceUrl, type ReachableApplication, Secret } from '@notelab/gitlab';
import { asc, eq } from 'drizzle-orm';
import type { Dispatcher } from 'undici';
import type { Database } from '../../../database/database.ts';
import { fail } from '../../../problem.ts';
import type { Audit, AuditAction } from '../../audit/audit.ts';
import type { Workspaces } from '../../workspaces/workspaces.ts';
import { type Vault, VaultError } from '../vault/vault.ts';
import { checkApplication } from './check-application.ts';
import { instances } from './tables.ts';
import type { Traffic } from './traffic.ts';

export type InstanceRow = typeof instances.$inferSelect;

export interface InstanceSettings {
  name: string;
  url: string;
  clientId: string;
  /** Empty for a public application. */
  clientSecret: string;
}

/** What others have to say about an instance's removal. */
export interface RemovalListener {
  /** Throws `instance-in-use` when it must stay. Every check comes before any release. */
  check?(instance: InstanceRow): Promise<void>;
  /** Lets go of what belongs to the instance. */
  release?(instance: InstanceRow): Promise<void>;
}

export interface Instances {
  find(id: InstanceId): Promise<InstanceRow | null>;
  get(id: InstanceId): Promise<InstanceRow>;
  list(): Promise<InstanceRow[]>;
  add(actor: User, settings: InstanceSettings): Promise<InstanceRow>;
  /** Adds or updates the sandbox of a sample installation, without asking whether it answers. */
  addSandbox(settings: Omit<InstanceSettings, 'name'>): Promise<InstanceRow>;
  update(actor: User, id: InstanceId, changes: Partial<Omit<InstanceSettings, 'url'>>): Promise<InstanceRow>;
  remove(actor: User, id: InstanceId): Promise<void>;
  onRemoving(listener: RemovalListener): void;
  /** Opens the connections to an instance; refuses private addresses unless the operator allows them. */
  dispatcherOf(instance: InstanceRow): Dispatcher;
  /** The instance's OAuth application with its secret. */
  applicationOf(instance: InstanceRow): ReachableApplication;
  redirectUrl(): string;
  present(instance: InstanceRow): Instance;
  close(): Promise<void>;
}

export function createInstances({
  database: { sql },
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
  const strict = guardedDispatcher({ allowPrivateHosts: false, answerWithinMs });
  const lenient = guardedDispatcher({ allowPrivateHosts: true, answerWithinMs });
  const listeners: RemovalListener[] = [];

  const dispatcherOf = (instance: InstanceRow) =>
    traffic.watch(instance, instance.sandbox || allowPrivateGitLab ? lenient : strict);

  async function find(id: InstanceId): Promise<InstanceRow | null> {
    const [row] = await sql.select().from(instances).where(eq(instances.id, id));
    return row ?? null;
  }

  async function get(id: InstanceId): Promise<InstanceRow> {
    return (await find(id)) ?? fail('not-found', 'There is no such GitLab instance.');
  }

  function applicationOf(instance: InstanceRow): ReachableApplication {
    const { url, clientId, sealedClientSecret, id } = instance;
    const application = { instance: url, clientId, dispatcher: dispatcherOf(instance) };
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

  function sealClientSecret(id: InstanceId, clientSecret: string): string | null {
    if (clientSecret === '') return null;
    return vault.seal(new Secret(clientSecret), { instanceId: id, field: 'client-secret' });
  }

  function toRow({ name, url, clientId, clientSecret }: InstanceSettings, sandbox: boolean) {
    const id = newId<InstanceId>();
    const row = { id, name, url, clientId, sealedClientSecret: sealClientSecret(id, clientSecret), sandbox };
    return { ...row, createdAt: new Date() };
  }

  /** Instances are the installation's, so every workspace's log tells of them. */
  async function record(actor: User, action: AuditAction, instance: InstanceRow): Promise<void> {
    for (const workspaceId of await workspaces.listIds())
      await audit.record({
        workspaceId,
        actor,
        action,
        subject: instance.name,
        details: { url: instance.url },
      });
  }

  return {
    find,
    get,
    dispatcherOf,
    applicationOf,
    list: () => sql.select().from(instances).orderBy(asc(instances.createdAt)),
    redirectUrl: () => `${publicUrl()}/api/gitlab/callback`,

    async add(actor, settings) {
      const row = toRow({ ...settings, url: toInstanceUrl(settings.url) }, false);
      const [known] = await sql.select().from(instances).where(eq(instances.url, row.url));
      if (known) failAddress(`${known.name} is at this address already.`);
      await checkApplication(applicationOf(row));
      const [added] = await sql.insert(instances).values(row).onConflictDoNothing().returning();
      if (!added) return failAddress('An instance at this address was added just now.');
      await record(actor, 'instance-added', added);
      return added;
    },

    async addSandbox(settings) {
      const url = toInstanceUrl(settings.url);
      const { id, ...row } = toRow({ ...settings, url, name: 'GitLab sandbox' }, true);
      const [known] = await sql.select().from(instances).where(eq(instances.sandbox, true));
      const kept = known?.id ?? id;
      const sealedClientSecret = sealClientSecret(kept, settings.clientSecret);
      const [put] = await sql
        .insert(instances)
        .values({ ...row, id: kept, sealedClientSecret })
        .onConflictDoUpdate({
          target: instances.id,
          set: { url: row.url, clientId: row.clientId, sealedClientSecret },
        })
        .returning();
      if (!put) throw new Error('The sandbox was not stored.');
      return put;
    },

    async update(actor, id, { name, clientId, clientSecret }) {
      const before = await get(id);
      const changes: Partial<InstanceRow> = {
        ...(name !== undefined && { name }),
        ...(clientId !== undefined && { clientId }),
        ...(clientSecret !== undefined && { sealedClientSecret: sealClientSecret(id, clientSecret) }),
      };
      if (Object.keys(changes).length === 0) return before;
      if (clientId !== undefined || clientSecret !== undefined)
        await checkApplication(applicationOf({ ...before, ...changes }));
      const [after] = await sql.update(instances).set(changes).where(eq(instances.id, id)).returning();
      if (!after) return fail('not-found', 'There is no such GitLab instance.');
      await record(actor, 'instance-changed', after);
      return after;
    },

    async remove(actor, id) {
      const instance = await get(id);
      for (const listener of listeners) await listener.check?.(instance);
      for (const listener of listeners) await listener.release?.(instance);
      await sql.delete(instances).where(eq(instances.id, id));
      traffic.forget(id);
      await record(actor, 'instance-removed', instance);
    },

    onRemoving: (listener) => void listeners.push(listener),

    present({ id, name, url, clientId, sandbox }) {
      return { id, name, url, clientId, sandbox, redirectUrl: `${publicUrl()}/api/gitlab/callback` };
    },

    async close() {
      await Promise.all([strict.destroy(), lenient.destroy()]);
    },
  };
}

/** Throws `address-invalid` with the reason. */
function toInstanceUrl(text: string): string {
  const parsed = parseInstanceUrl(text);
  if (parsed.kind === 'url') return parsed.url;
  const reasons: Record<typeof parsed.reason, string> = {
    empty: 'The address is missing.',
    'not-an-address': 'This is not an address. It looks like https://gitlab.example.com.',
    scheme: 'The address must begin with https:// or http://.',
    credentials: 'The address must not contain a user name or password.',
    'query-or-fragment': 'The address must not contain ? or #.',
    host: 'This host cannot be used.',
    path: 'The path of the address cannot be used.',
  };
  return failAddress(reasons[parsed.reason]);
}

function failAddress(reason: string): never {
  return fail('address-invalid', reason, { fields: { url: reason } });
}
