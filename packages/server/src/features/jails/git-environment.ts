import type { GitEnvironment } from '@notelab/git';
import type { Jail } from './jail.ts';
import { lfsFilter, lfsThrough } from './lfs-config.ts';

/** How a jailed git reaches GitLab: through the gateway, with what the socket hands out. */
export interface GatewayAccess {
  credentialSocket: string;
  /** What takes the place of the instance's address; ends with a slash. */
  gatewayUrl: string;
  instanceUrl: string;
  /** Repositories it may sign in to, by their path on the instance. */
  repositoryPaths: string[];
}

/**
 * Git in the jail with one writable folder. Without `access` it has no way to GitLab and knows no secret.
 */
export function gitInJail(jail: Jail, folder: string, access?: GatewayAccess): GitEnvironment {
  const loopback = '127.0.0.1,localhost';
  return {
    spawn: ({ args, cwd, env }) =>
      jail.spawn({ args: ['git', ...args], cwd, env, folder, credentialSocket: access?.credentialSocket }),
    env: {
      HOME: '/nonexistent',
      NO_PROXY: loopback,
      no_proxy: loopback,
      ...(access && { NOTELAB_CREDENTIAL_SOCKET: jail.socketPathInside(access.credentialSocket) }),
    },
    config: access
      ? [
          ...lfsFilter(),
          ['credential.helper', jail.credentialHelper],
          [`url.${access.gatewayUrl}.insteadOf`, `${access.instanceUrl}/`],
          ...access.repositoryPaths.flatMap((path) => pinConnection(`${access.gatewayUrl}${path}.git`)),
          ...access.repositoryPaths
            .slice(0, 1)
            .flatMap((path) => lfsThrough(`${access.gatewayUrl}${path}.git`)),
        ]
      : lfsFilter(),
  };
}

/**
 * Keys that make git take another way to an address, so that a pass meant for the gateway would arrive there. The
 * repository's own configuration can name them for any address; git follows the key for the longest one, and of
 * several for the same the last, which is this.
 */
function pinConnection(url: string): [string, string][] {
  return ['proxy', 'curloptResolve'].map((key) => [`http.${url}.${key}`, '']);
}
