import { getRemoteNews, lookForPushes } from '@notelab/contract';
import type { Router } from '../../http/route.ts';
import type { Checkouts } from '../checkouts/checkouts.ts';
import { toGitProblem } from '../checkouts/git-problem.ts';
import type { News } from './news.ts';

export function newsRoutes(router: Router, { news, checkouts }: { news: News; checkouts: Checkouts }): void {
  router.route(getRemoteNews, async ({ user, params }) => {
    const checkout = await checkouts.authorizeReady(user, params.checkoutId, 'viewer');
    return news.read(checkout).catch(rethrowGitProblem);
  });
  router.route(lookForPushes, async ({ user, params }) => {
    const checkout = await checkouts.authorizeReady(user, params.checkoutId, 'viewer');
    return { nextLookMs: Math.ceil(await news.look(checkout).catch(rethrowGitProblem)) };
  });
}

function rethrowGitProblem(error: unknown): never {
  throw toGitProblem(error);
}
