import { createNews } from '../features/news/news.ts';
import { createDeliveries } from '../features/webhooks/receive-delivery.ts';
import { webhookStore } from '../features/webhooks/store.ts';
import { createWebhooks } from '../features/webhooks/webhooks.ts';
import type { GitLabServices } from './gitlab.ts';
import type { People } from './people.ts';
import type { Start } from './start.ts';
import type { WorkServices } from './work.ts';

export type NewsServices = ReturnType<typeof buildNews>;

/** Tier 6: what is heard of pushes on GitLab, by webhook or because somebody's page has looked. */
export function buildNews(
  { log, publicUrl, onClose }: Start,
  { database, audit, events, operations }: People,
  { vault, traffic, instances, accounts, repositories }: GitLabServices,
  { sessions, checkouts }: WorkServices,
) {
  const store = webhookStore(database);
  const webhooks = createWebhooks({
    store,
    vault,
    accounts,
    instances,
    repositories,
    audit,
    events,
    publicUrl,
    log,
  });
  const { hearsOf } = webhooks;
  const news = createNews({ sessions, operations, accounts, checkouts, traffic, events, hearsOf, log });
  onClose(async () => news.heard.close());
  const deliveries = createDeliveries({ store, vault, repositories, events, heard: news.heard });
  return { webhooks, news, deliveries };
}
