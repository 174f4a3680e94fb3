import type { Socket } from 'node:net';
import { checkServerIdentity, type DetailedPeerCertificate, TLSSocket } from 'node:tls';
import { nameOf } from './certificates.ts';
import { type ConnectionOptions, createGuardedConnect } from './guarded-connect.ts';

/** The certificate that a server showed, whether it is trusted or not. */
export interface SeenCertificate {
  subject: string;
  issuer: string;
  /** Hosts it is good for. */
  names: string[];
  isForHost: boolean;
  validFrom: Date;
  validUntil: Date;
  isSelfSigned: boolean;
  /** OpenSSL's word for why it is not trusted; null when it is, whatever its names and dates say. */
  distrust: string | null;
}

/**
 * Opens a connection to the host as requests do, and closes it again.
 * @returns the address it has here, null when a proxy is between
 */
export async function reachHost(
  instance: string,
  options: ConnectionOptions,
  signal: AbortSignal,
): Promise<{ address: string | null }> {
  const socket = await open(new URL(instance), 'http:', options, signal);
  const address = options.proxy ? null : (socket.remoteAddress ?? null);
  socket.destroy();
  return { address };
}

/** Makes TLS with the host as requests do, except that it looks at certificates that are not trusted, too. */
export async function inspectCertificate(
  instance: string,
  options: ConnectionOptions,
  signal: AbortSignal,
): Promise<SeenCertificate> {
  const url = new URL(instance);
  const socket = await open(url, 'https:', options, signal);
  try {
    if (!(socket instanceof TLSSocket)) throw new Error('There is no TLS on this connection');
    const certificate = socket.getPeerCertificate(true);
    return describe(certificate, url.hostname.replace(/^\[(.*)\]$/, '$1'), codeOf(socket.authorizationError));
  } finally {
    socket.destroy();
  }
}

function open(
  url: URL,
  protocol: 'http:' | 'https:',
  options: ConnectionOptions,
  signal: AbortSignal,
): Promise<Socket> {
  const connect = createGuardedConnect({ ...options, inspect: true });
  const port = url.port || (url.protocol === 'https:' ? '443' : '80');
  const hostname = url.hostname.replace(/^\[(.*)\]$/, '$1');
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const stop = () => reject(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    connect({ hostname, host: url.host, port, protocol }, (error, socket) => {
      signal.removeEventListener('abort', stop);
      if (error) return reject(error);
      // Nobody listens to it any more when it breaks after this.
      socket.on('error', () => {});
      if (signal.aborted) socket.destroy();
      else resolve(socket);
    });
  });
}

function describe(
  certificate: DetailedPeerCertificate,
  hostname: string,
  authorizationError: string | null,
): SeenCertificate {
  const isAboutThisOne = authorizationError !== 'ERR_TLS_CERT_ALTNAME_INVALID';
  return {
    subject: toName(certificate.subject),
    issuer: toName(certificate.issuer),
    names: (certificate.subjectaltname ?? '')
      .split(', ')
      .map((name) => name.replace(/^(?:DNS|IP Address):/, ''))
      .filter((name) => name !== ''),
    isForHost: checkServerIdentity(hostname, certificate) === undefined,
    validFrom: new Date(certificate.valid_from),
    validUntil: new Date(certificate.valid_to),
    isSelfSigned: certificate.issuerCertificate?.fingerprint256 === certificate.fingerprint256,
    distrust: isAboutThisOne ? authorizationError : null,
  };
}

function toName(name: object): string {
  return nameOf(
    Object.entries(name)
      .map(([key, value]) => `${key}=${Array.isArray(value) ? value.join(' ') : value}`)
      .join('\n'),
  );
}

function codeOf(authorizationError: Error | string | null | undefined): string | null {
  if (!authorizationError) return null;
  if (typeof authorizationError === 'string') return authorizationError;
  return (authorizationError as NodeJS.ErrnoException).code ?? authorizationError.message;
}
