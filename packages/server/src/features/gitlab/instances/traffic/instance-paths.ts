import type { Dispatcher } from 'undici';

/** Says where below the instance's address a request goes; null for one that goes to another place. */
export function createInstancePaths(instanceUrl: string) {
  const base = new URL(instanceUrl);
  const basePath = base.pathname.replace(/\/$/, '');
  return ({ origin, path }: Pick<Dispatcher.DispatchOptions, 'origin' | 'path'>): string | null =>
    String(origin) === base.origin && path.startsWith(`${basePath}/`) ? path.slice(basePath.length) : null;
}
