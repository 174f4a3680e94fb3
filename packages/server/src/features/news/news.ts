import type { RemoteNews, RepositoryId } from '@notelab/contract';
import type { Log } from '../../log.ts';
import type { AuthorizedCheckout } from '../checkouts/authorized-checkout.ts';
import type { Checkouts } from '../checkouts/checkouts.ts';
import type { GitSessions } from '../checkouts/git-sessions.ts';
import type { Events } from '../events/events.ts';
import type { Accounts } from '../gitlab/accounts/accounts.ts';
import type { Traffic } from '../gitlab/instances/traffic.ts';
import type { Operations } from '../operations/operations.ts';
import { createHeardPushes, type HeardPushes } from './heard.ts';
import { createLooks } from './look-for-pushes.ts';
import { createNewsReader } from './read-news.ts';

/** What is new on GitLab's branches that checkouts are on. */
export interface News {
  read(checkout: AuthorizedCheckout): Promise<RemoteNews>;
  /** Looks as the checkout's user, when a look is due. @returns how long to wait before the next call, in ms. */
  look(checkout: AuthorizedCheckout): Promise<number>;
  heard: HeardPushes;
}

export function createNews(dependencies: {
  sessions: GitSessions;
  operations: Operations;
  accounts: Accounts;
  checkouts: Checkouts;
  traffic: Traffic;
  events: Events;
  /** Whether GitLab tells of pushes to the repository, as far as is known. */
  hearsOf(id: RepositoryId): Promise<boolean>;
  log: Log;
}): News {
  const heard = createHeardPushes(dependencies.events);
  const news = createNewsReader({ ...dependencies, heard });
  const { look } = createLooks({ ...dependencies, news, heard });
  return { read: news.read, look, heard };
}
