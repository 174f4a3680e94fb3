import { X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { createSecureContext, getCACertificates, type SecureContext } from 'node:tls';
import { Agent, buildConnector } from 'undici';
import { assertAddressAllowed, createGuardedLookup } from './guarded-lookup.ts';

export interface GuardedDispatcherOptions {
  /** Lets connections reach loopback and private networks; link-local and metadata addresses stay refused. */
  allowPrivateHosts: boolean;
  /** PEM certificates of private authorities, trusted in addition to Node's own. */
  ca?: string;
  /** How long a host may take to connect, to begin its answer, and between two parts of it; 10 s when left out. */
  answerWithinMs?: number;
}

/**
 * The only way this package reaches the network: an undici Agent that checks each connection's address.
 * It follows no redirects. A caller that streams for long (git) sets `headersTimeout` and `bodyTimeout` on
 * its own requests. Throws when `ca` is not PEM. Close it with `close()`.
 */
export function guardedDispatcher(options: GuardedDispatcherOptions): Agent {
  const { allowPrivateHosts, ca, answerWithinMs = 10_000 } = options;
  const secureContext = ca === undefined ? undefined : trustAlso(ca);
  const connect = buildConnector({
    lookup: createGuardedLookup(allowPrivateHosts),
    timeout: answerWithinMs,
    allowH2: false,
    ...(secureContext && { secureContext }),
  });

  return new Agent({
    headersTimeout: answerWithinMs,
    bodyTimeout: answerWithinMs,
    connect: (target, callback) => {
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
    },
  });
}

function trustAlso(ca: string): SecureContext {
  const certificates = ca.match(/-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g) ?? [];
  if (certificates.length === 0) throw new Error('The certificate authority is not a PEM certificate');
  // OpenSSL would leave out what it cannot read, and every connection would fail later.
  for (const certificate of certificates) new X509Certificate(certificate);
  return createSecureContext({ ca: [...getCACertificates('default'), ...certificates] });
}
