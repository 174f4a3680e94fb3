import { isIP, type Socket } from 'node:net';
import { type buildConnector, Client } from 'undici';
import { AddressRefusedError } from './guarded-lookup.ts';
import { Secret } from './secret.ts';

/** An HTTP proxy on the way to GitLab. */
export interface HttpProxy {
  /** `http://host:port` or `https://host:port`, without credentials. */
  url: string;
  /** `user:password` as sent, when the proxy asks for them. */
  credentials?: Secret;
}

export type ParsedProxy =
  | { kind: 'proxy'; proxy: HttpProxy & { credentials: Secret | undefined } }
  | { kind: 'refused'; reason: 'empty' | 'not-an-address' | 'scheme' | 'path' | 'port' };

/** The way to GitLab ends at the proxy. The message is for people and names no credentials. */
export class ProxyError extends Error {
  override readonly name = 'ProxyError';
  /** What the proxy answered, null when it did not. */
  readonly status: number | null;

  constructor(message: string, options: { status?: number; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.status = options.status ?? null;
  }
}

type Connect = buildConnector.connector;

/**
 * Connects by a tunnel (CONNECT, RFC 9110 section 9.3.6), for http and https alike, so that the proxy neither reads nor
 * changes what goes through. undici's ProxyAgent does the same, but shows nobody the connection, and waits without end
 * for a proxy that says nothing.
 */
export function connectThroughProxy({
  proxy,
  toProxy,
  secure,
  assertTarget,
  answerWithinMs,
}: {
  proxy: HttpProxy;
  /** Opens a connection to the proxy itself. */
  toProxy: Connect;
  /** Makes TLS with the target on a connection through the proxy. */
  secure: Connect;
  /** Rejects a target that must not be contacted. */
  assertTarget(hostname: string): Promise<void>;
  answerWithinMs: number;
}): Connect {
  return (target, callback) => {
    const open = async () => {
      await assertTarget(target.hostname);
      return await openTunnel({ proxy, toProxy, authority: authorityOf(target), answerWithinMs });
    };
    open().then(
      (socket) => {
        if (target.protocol === 'https:') secure({ ...target, httpSocket: socket }, callback);
        else callback(null, socket);
      },
      (error: Error) => callback(error, null),
    );
  };
}

async function openTunnel({
  proxy,
  toProxy,
  authority,
  answerWithinMs,
}: {
  proxy: HttpProxy;
  toProxy: Connect;
  authority: string;
  answerWithinMs: number;
}): Promise<Socket> {
  const { url, credentials } = proxy;
  const client = new Client(url, { connect: toProxy });
  try {
    const { socket, statusCode } = await client.connect({
      path: authority,
      headers: {
        host: authority,
        ...(credentials && {
          'proxy-authorization': `Basic ${Buffer.from(credentials.reveal()).toString('base64')}`,
        }),
      },
      signal: AbortSignal.timeout(answerWithinMs),
    });
    if (statusCode === 200) return socket as Socket;
    socket.on('error', () => {}).destroy();
    throw new ProxyError(describeRefusal(url, authority, statusCode, credentials !== undefined), {
      status: statusCode,
    });
  } catch (error) {
    if (error instanceof AddressRefusedError || error instanceof ProxyError) throw error;
    const { code, name } = error as NodeJS.ErrnoException;
    const why = name === 'TimeoutError' ? 'no answer in time' : (code ?? 'unknown');
    throw new ProxyError(`The proxy ${url} cannot be used: ${why}`, { cause: error });
  } finally {
    void client.destroy();
  }
}

function describeRefusal(proxy: string, authority: string, status: number, hasCredentials: boolean): string {
  if (status === 407) {
    return hasCredentials
      ? `The proxy ${proxy} does not accept the user name and password (407)`
      : `The proxy ${proxy} asks for a user name and password (407)`;
  }
  if (status === 403) return `The proxy ${proxy} does not allow connections to ${authority} (403)`;
  if (status >= 500) return `The proxy ${proxy} could not reach ${authority} (${status})`;
  return `The proxy ${proxy} did not open a connection to ${authority} (${status})`;
}

function authorityOf({ hostname, port, protocol }: buildConnector.Options): string {
  const host = isIP(hostname) === 6 ? `[${hostname}]` : hostname;
  return `${host}:${port || (protocol === 'https:' ? 443 : 80)}`;
}

/** Reads a proxy as a person types it: `proxy.example.com:3128`, `http://user:password@proxy.example.com:3128`. */
export function parseProxy(text: string): ParsedProxy {
  const trimmed = text.trim();
  if (trimmed === '') return { kind: 'refused', reason: 'empty' };
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  if (/[\u0000-\u0020\u007f\\]/.test(trimmed)) return { kind: 'refused', reason: 'not-an-address' };
  const absolute = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `http://${trimmed}`;
  if (!URL.canParse(absolute)) return { kind: 'refused', reason: 'not-an-address' };
  const url = new URL(absolute);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return { kind: 'refused', reason: 'scheme' };
  if (url.pathname !== '/' || url.search || url.hash) return { kind: 'refused', reason: 'path' };
  if (url.port === '0' || url.hostname.endsWith('.')) return { kind: 'refused', reason: 'port' };
  const credentials = readCredentials(url);
  if (credentials === null) return { kind: 'refused', reason: 'not-an-address' };
  return { kind: 'proxy', proxy: { url: url.origin, credentials } };
}

/** Undefined: there are none. Null: they cannot be read. */
function readCredentials({ username, password }: URL): Secret | null | undefined {
  if (username === '' && password === '') return undefined;
  try {
    return new Secret(`${decodeURIComponent(username)}:${decodeURIComponent(password)}`);
  } catch {
    return null;
  }
}
