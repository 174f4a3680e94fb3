import type { InstanceId } from '@notelab/contract';
import { type ConnectionOptions, guardedDispatcher, type Secret } from '@notelab/gitlab';
import { type Agent, Dispatcher } from 'undici';
import { fail } from '../../../problem.ts';
import { type Vault, VaultError } from '../vault/vault.ts';
import type { InstanceRow } from './store.ts';
import type { Traffic } from './traffic.ts';

export interface Connections {
  /** What OAuth, the API, git and large files of an instance go through. Good for as long as the server runs. */
  dispatcherOf(instance: InstanceRow): Dispatcher;
  /** How an instance is reached, also one that is not stored. */
  optionsOf(instance: InstanceRow): ConnectionOptions;
  sealProxyCredentials(id: InstanceId, credentials: Secret): string;
  /** The instance is gone: what is under way goes on to its end. */
  forget(id: InstanceId): void;
  close(): Promise<void>;
}

/** Hands every request to the agent that the instance's settings ask for now. */
class CurrentAgent extends Dispatcher {
  settings: string;
  agent: Agent;

  constructor(settings: string, agent: Agent) {
    super();
    this.settings = settings;
    this.agent = agent;
  }

  override dispatch(options: Dispatcher.DispatchOptions, handler: Dispatcher.DispatchHandler): boolean {
    return this.agent.dispatch(options, handler);
  }
}

/** One way out per instance, with its own certificate authorities and proxy. */
export function createConnections({
  vault,
  traffic,
  allowPrivateGitLab,
  answerWithinMs,
}: {
  vault: Vault;
  traffic: Traffic;
  allowPrivateGitLab: boolean;
  answerWithinMs: number | undefined;
}): Connections {
  const known = new Map<InstanceId, { current: CurrentAgent; watched: Dispatcher }>();
  const retiring = new Set<Agent>();

  function openProxyCredentials({ id, name, sealedProxyCredentials: sealed }: InstanceRow): Secret | null {
    if (!sealed) return null;
    try {
      return vault.open(sealed, { instanceId: id, field: 'proxy-credentials' });
    } catch (error) {
      if (error instanceof VaultError)
        fail('gitlab-unavailable', `The proxy of ${name} has to be entered again by an admin.`);
      throw error;
    }
  }

  function optionsOf(instance: InstanceRow): ConnectionOptions {
    const { certificateAuthority, proxyUrl, sandbox } = instance;
    const credentials = openProxyCredentials(instance);
    return {
      allowPrivateHosts: sandbox || allowPrivateGitLab,
      ...(certificateAuthority && { ca: certificateAuthority }),
      ...(proxyUrl && { proxy: { url: proxyUrl, ...(credentials && { credentials }) } }),
      ...(answerWithinMs && { answerWithinMs }),
    };
  }

  /** A clone may run through it for an hour: it ends with the last one. */
  function retire(agent: Agent): void {
    retiring.add(agent);
    void agent.close().finally(() => retiring.delete(agent));
  }

  return {
    optionsOf,

    dispatcherOf(instance) {
      const { id, certificateAuthority, proxyUrl, sealedProxyCredentials, sandbox } = instance;
      const settings = JSON.stringify([certificateAuthority, proxyUrl, sealedProxyCredentials, sandbox]);
      const found = known.get(id);
      if (found?.current.settings === settings) return found.watched;
      const agent = guardedDispatcher(optionsOf(instance));
      if (found) {
        retire(found.current.agent);
        found.current.settings = settings;
        found.current.agent = agent;
        traffic.forget(id);
        return found.watched;
      }
      const current = new CurrentAgent(settings, agent);
      const watched = traffic.watch(instance, current);
      known.set(id, { current, watched });
      return watched;
    },

    sealProxyCredentials: (instanceId, credentials) =>
      vault.seal(credentials, { instanceId, field: 'proxy-credentials' }),

    forget(id) {
      const found = known.get(id);
      known.delete(id);
      if (found) retire(found.current.agent);
      traffic.forget(id);
    },

    async close() {
      const agents = [...[...known.values()].map(({ current }) => current.agent), ...retiring];
      await Promise.all(agents.map((agent) => agent.destroy()));
    },
  };
}
