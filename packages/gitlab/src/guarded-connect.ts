import { isIP } from 'node:net';
import { buildConnector } from 'undici';
import { trustAlso } from './certificates.ts';
import { assertAddressAllowed, assertHostAllowed, createGuardedLookup } from './guarded-lookup.ts';
import { connectThroughProxy, type HttpProxy } from './proxy.ts';

/** How an instance is reached: the one description that OAuth, REST, git and large files share. */
export interface ConnectionOptions {
  /** Lets connections reach loopback and private networks; link-local and metadata addresses stay refused. */
  allowPrivateHosts: boolean;
  /** PEM certificates of private authorities, trusted in addition to Node's own. */
  ca?: string;
  /** Its address is guarded as that of GitLab is. */
  proxy?: HttpProxy;
  /** How long a host may take to connect, to begin its answer, and between two parts of it; 10 s when left out. */
  answerWithinMs?: number;
}

export const usualAnswerWithinMs = 10_000;

/**
 * Opens connections to allowed addresses only, straight or through the proxy. Throws when `ca` is not PEM.
 * @param options.inspect completes TLS also with certificates that are not trusted: to look at them, never to send
 */
export function createGuardedConnect(
  options: ConnectionOptions & { inspect?: boolean },
): buildConnector.connector {
  const { allowPrivateHosts, ca, proxy, answerWithinMs = usualAnswerWithinMs, inspect = false } = options;
  const secureContext = ca === undefined ? undefined : trustAlso(ca);
  const build = (rejectUnauthorized: boolean) =>
    buildConnector({
      lookup: createGuardedLookup(allowPrivateHosts),
      timeout: answerWithinMs,
      allowH2: false,
      rejectUnauthorized,
      ...(secureContext && { secureContext }),
    });
  const guard =
    (connect: buildConnector.connector): buildConnector.connector =>
    (target, callback) => {
      // A literal address is never looked up, so it is checked here.
      const literal = target.hostname.replace(/^\[(.*)\]$/, '$1');
      if (isIP(literal) !== 0) {
        try {
          assertAddressAllowed(literal, literal, allowPrivateHosts);
        } catch (error) {
          return callback(error as Error, null);
        }
      }
      connect(target, callback);
    };
  if (!proxy) return guard(build(!inspect));
  return connectThroughProxy({
    proxy,
    toProxy: guard(build(true)),
    secure: build(!inspect),
    assertTarget: (hostname) => assertHostAllowed(hostname, allowPrivateHosts),
    answerWithinMs,
  });
}
