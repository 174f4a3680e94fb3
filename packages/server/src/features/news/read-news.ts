import type { CheckoutId, RemoteNews } from '@notelab/contract';
import { findCommit, type Head, type Incoming, listIncoming, readHead } from '@notelab/git';
import type { AuthorizedCheckout } from '../checkouts/authorized-checkout.ts';
import type { GitSessions } from '../checkouts/git-sessions.ts';
import type { Operations } from '../operations/operations.ts';
import type { Heard, HeardPushes } from './heard.ts';

const namedAuthors = 5;
/** A fetch that ended this much later has seen what was heard, whatever became of it since. */
const surelySeenMs = 60_000;

/** Where a checkout and GitLab's branch stand, as of the last fetch. */
export interface Stand {
  head: Head;
  branch: string | null;
  /** The last known commit of GitLab's branch; null when there is none. */
  remote: string | null;
}

export type NewsReader = ReturnType<typeof createNewsReader>;

/** Reads what is new on the branch that a checkout is on: what was fetched, and what was heard of since. */
export function createNewsReader({
  sessions,
  operations,
  heard,
}: {
  sessions: GitSessions;
  operations: Operations;
  heard: HeardPushes;
}) {
  const known = new Map<CheckoutId, { key: string; incoming: Incoming }>();

  async function readStand(checkout: AuthorizedCheckout): Promise<Stand> {
    const git = sessions.local(checkout);
    const head = await readHead(git, checkout.dir);
    if (head.kind === 'detached') return { head, branch: null, remote: null };
    const remote = await findCommit(git, checkout.dir, `refs/remotes/origin/${head.branch}`);
    return { head, branch: head.branch, remote };
  }

  async function readIncoming(checkout: AuthorizedCheckout, { head, remote }: Stand): Promise<Incoming> {
    if (head.kind !== 'branch' || remote === null || remote === head.oid) return { count: 0, authors: [] };
    const key = `${head.oid} ${remote}`;
    const last = known.get(checkout.id);
    if (last?.key === key) return last.incoming;
    const range = { from: remote, to: head.oid };
    const incoming = await listIncoming(sessions.local(checkout), checkout.dir, range);
    known.set(checkout.id, { key, incoming });
    return incoming;
  }

  /** What was heard of the branch and no fetch has seen. */
  async function findUnseen(checkout: AuthorizedCheckout, stand: Stand): Promise<Heard | null> {
    if (stand.branch === null) return null;
    const said = heard.find(checkout.repository.id, stand.branch, stand.remote);
    if (!said) return null;
    const lastFetch = await operations.findLastFetch(checkout.id);
    return lastFetch && Date.parse(lastFetch.at) > said.at.getTime() + surelySeenMs ? null : said;
  }

  return {
    readStand,
    findUnseen,

    async read(checkout: AuthorizedCheckout): Promise<RemoteNews> {
      const stand = await readStand(checkout);
      const [{ count, authors }, unseen] = await Promise.all([
        readIncoming(checkout, stand),
        findUnseen(checkout, stand),
      ]);
      return {
        branch: stand.branch,
        count,
        authors: authors.slice(0, namedAuthors),
        authorCount: authors.length,
        heard: unseen && {
          kind: unseen.commit === null ? 'deleted' : 'pushed',
          by: unseen.by,
          count: unseen.count,
          at: unseen.at.toISOString(),
        },
      };
    },
  };
}
