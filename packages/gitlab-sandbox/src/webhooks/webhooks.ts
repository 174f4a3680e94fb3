import { randomUUID } from 'node:crypto';
import type { RefChange } from '../git/record-push.ts';
import { alertStatusOf, listHooks, noteDelivered } from '../state/hooks.ts';
import type { HookRecord, ProjectRecord, UserRecord } from '../state/model.ts';
import type { Store } from '../state/store.ts';
import { type Delivery, deliver, type Occasion } from './deliver.ts';
import { pushPayload } from './push-payload.ts';

export interface WebhookOptions {
  /** Refuses addresses of this machine and of local networks, as GitLab does unless its admin allows them. */
  refusesLocal?: boolean;
  /** Signs deliveries where a signing token is set, as GitLab 19 and newer; true when left out. */
  signs?: boolean;
}

export interface Webhooks {
  refusesLocal: boolean;
  signs: boolean;
  /** Tells the project's webhooks of a push, without having the push wait. */
  notePush(project: ProjectRecord, user: UserRecord, changes: RefChange[]): void;
  /** Sends one delivery now, also to a webhook that rests. */
  test(
    hook: HookRecord,
    pushed: { project: ProjectRecord; user: UserRecord; change: RefChange },
  ): Promise<Delivery>;
  listDeliveries(): Delivery[];
  close(): Promise<void>;
}

const rememberedDeliveries = 500;
/** A push of more branches, or of more tags, is told to nobody (GitLab's push_event_hooks_limit). */
const toldRefs = 3;

export function createWebhooks({
  store,
  siteUrl,
  refusesLocal = false,
  signs = true,
}: { store: Store; siteUrl(): string } & WebhookOptions): Webhooks {
  const closing = new AbortController();
  const underWay = new Set<Promise<unknown>>();
  const ended: Delivery[] = [];

  async function send(hook: HookRecord, occasion: Occasion): Promise<Delivery> {
    const { signal } = closing;
    const delivery = await deliver(hook, occasion, { siteUrl: siteUrl(), nowMs: store.clock.now(), signal });
    ended.push(delivery);
    ended.splice(0, ended.length - rememberedDeliveries);
    const isGood = delivery.status !== null && delivery.status >= 200 && delivery.status < 300;
    if (!signal.aborted) noteDelivered(store, hook, isGood);
    return delivery;
  }

  async function tell(project: ProjectRecord, user: UserRecord, change: RefChange, hooks: HookRecord[]) {
    const payload = await pushPayload({ store, siteUrl: siteUrl(), project, user, change });
    const occasion = { event: eventOf(change).title, uuid: randomUUID(), payload };
    await Promise.all(hooks.map((hook) => send(hook, occasion)));
  }

  function inBackground(work: Promise<unknown>): void {
    const settled = work.catch(() => {}).finally(() => underWay.delete(settled));
    underWay.add(settled);
  }

  return {
    refusesLocal,
    signs,

    notePush(project, user, changes) {
      for (const name of ['push_events', 'tag_push_events']) {
        const told = changes.filter((change) => eventOf(change).name === name);
        const isAwake = (hook: HookRecord) => alertStatusOf(hook, store.clock.now()) === 'executable';
        const hooks = listHooks(store, project.id).filter((hook) => hook.events[name] && isAwake(hook));
        if (told.length > toldRefs || hooks.length === 0) continue;
        for (const change of told) inBackground(tell(project, user, change, hooks));
      }
    },

    async test(hook, { project, user, change }) {
      const payload = await pushPayload({ store, siteUrl: siteUrl(), project, user, change });
      return send(hook, { event: eventOf(change).title, uuid: randomUUID(), payload });
    },

    listDeliveries: () => [...ended],

    async close() {
      closing.abort();
      await Promise.all(underWay);
    },
  };
}

function eventOf({ ref }: RefChange) {
  return ref.startsWith('refs/tags/')
    ? { name: 'tag_push_events', title: 'Tag Push Hook' }
    : { name: 'push_events', title: 'Push Hook' };
}
