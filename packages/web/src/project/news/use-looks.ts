import { type Checkout, lookForPushes } from '@notelab/contract';
import { useQueries, useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { call } from '../../api/call.ts';
import { newsQuery } from '../../api/news-queries.ts';
import { checkoutStatusQuery, myInstancesQuery } from '../../api/queries.ts';
import { createLookTimes } from './look-times.ts';

const tickMs = 2_000;

/**
 * While the page is in sight, has the server look now and then, as its user, whether GitLab's branches have moved; at
 * once where something was heard. The server says when to ask again, and looks once for all pages.
 */
export function useLooks(checkouts: Checkout[]): void {
  const { data: instances } = useQuery(myInstancesQuery());
  const reachable = checkouts.filter(({ state, repositoryConnected, instanceId }) => {
    const account = instances?.find(({ id }) => id === instanceId)?.account;
    return state === 'ready' && repositoryConnected && account?.health === 'connected';
  });
  const statuses = useQueries({ queries: reachable.map(({ id }) => checkoutStatusQuery(id)) });
  const news = useQueries({
    queries: reachable.map((checkout, index) => newsQuery(checkout, statuses[index]?.data)),
  });
  const heard = reachable.map(({ id }, index) => ({ id, heardAt: news[index]?.data?.heard?.at ?? null }));
  const latest = useRef(heard);
  latest.current = heard;
  const lookNow = useRef<() => void>(() => {});

  useEffect(() => {
    const times = createLookTimes();
    let busy = false;
    const look = async () => {
      if (busy || document.visibilityState !== 'visible') return;
      const due = times.findDue(latest.current, Date.now());
      if (!due) return;
      busy = true;
      const answer = await call(lookForPushes, { params: { checkoutId: due.id } }).catch(() => null);
      times.noteLook(due, answer?.nextLookMs ?? null, Date.now());
      busy = false;
    };
    lookNow.current = () => void look();
    const timer = setInterval(look, tickMs);
    return () => clearInterval(timer);
  }, []);

  const anythingHeard = heard.map(({ heardAt }) => heardAt).join();
  useEffect(() => {
    if (anythingHeard) lookNow.current();
  }, [anythingHeard]);
}
