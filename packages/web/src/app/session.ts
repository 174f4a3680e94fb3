import type { Me } from '@notelab/contract';
import type { QueryClient } from '@tanstack/react-query';
import { type AnyRouter, redirect } from '@tanstack/react-router';
import { isProblem } from '../api/problem.ts';
import { meQuery, setUpQuery } from '../api/queries.ts';

const publicPages = ['/sign-in', '/set-up', '/invitation/'];

/**
 * The signed-in user, for a route that needs one. Without a session it redirects: to the set-up of an empty
 * installation, else to sign-in, which leads back to `path`.
 */
export async function getSession(client: QueryClient, path: string): Promise<Me> {
  try {
    return await client.ensureQueryData(meQuery());
  } catch (error) {
    if (!isProblem(error, 'not-signed-in')) throw error;
    const { needed } = await client.fetchQuery(setUpQuery());
    if (needed) throw redirect({ to: '/set-up' });
    throw redirect({ to: '/sign-in', search: path === '/' ? {} : { next: path } });
  }
}

/** The session ended while a page was open: forget what it showed and ask to sign in. */
export function leaveForSignIn(router: AnyRouter): void {
  const { pathname, href } = router.state.location;
  if (publicPages.some((page) => pathname.startsWith(page))) return;
  // While a page is loading, its route redirects by itself.
  if (router.state.status === 'pending') return;
  void router.navigate({ to: '/sign-in', search: pathname === '/' ? {} : { next: href } });
}

const lastWorkspaceKey = 'notelab.workspace';

/** Remembers where `/` leads on this device. */
export function rememberWorkspace(workspaceId: string): void {
  localStorage.setItem(lastWorkspaceKey, workspaceId);
}

/** The workspace used last on this device, else the first; null when the user is in none. */
export function findLastWorkspace(me: Me): Me['workspaces'][number] | null {
  const last = localStorage.getItem(lastWorkspaceKey);
  return me.workspaces.find(({ id }) => id === last) ?? me.workspaces[0] ?? null;
}

/** A path of this site from an address bar, or `/`: never another site's address. */
export function toOwnPath(next: unknown): string {
  return typeof next === 'string' && /^\/(?![/\\])/.test(next) ? next : '/';
}
