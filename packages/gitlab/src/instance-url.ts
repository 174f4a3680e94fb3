export type InstanceUrlRefusal =
  | 'empty'
  | 'not-an-address'
  /** Neither https nor http. */
  | 'scheme'
  /** A user name or password before the host. */
  | 'credentials'
  /** `?` or `#`. */
  | 'query-or-fragment'
  | 'host'
  | 'path';

export type ParsedInstanceUrl =
  | { kind: 'url'; url: string }
  | { kind: 'refused'; reason: InstanceUrlRefusal };

const maxLength = 2000;

/**
 * Normalises the address of a GitLab instance as a person types it: `https` when no scheme is given, host in
 * lower case, default port dropped, sub-path kept, no slash at the end.
 *
 * Odd spellings of IPv4 addresses (`127.1`, `0x7f000001`) become dotted ones by the URL standard; whether an
 * address may be contacted is decided when connecting, see `guardedDispatcher`.
 */
export function parseInstanceUrl(text: string): ParsedInstanceUrl {
  const trimmed = text.trim();
  if (trimmed === '') return refused('empty');
  // The URL parser would drop tabs and line breaks, and read backslashes as slashes.
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is refused
  if (trimmed.length > maxLength || /[\u0000-\u0020\u007f\\]/.test(trimmed)) return refused('not-an-address');
  if (/[?#]/.test(trimmed)) return refused('query-or-fragment');

  const absolute = /^[a-z][a-z0-9+.-]*:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`;
  if (!URL.canParse(absolute)) return refused('not-an-address');
  const url = new URL(absolute);
  if (url.protocol !== 'https:' && url.protocol !== 'http:') return refused('scheme');
  if (url.username !== '' || url.password !== '' || absolute.includes('@')) return refused('credentials');
  if (url.hostname.endsWith('.') || url.port === '0') return refused('host');

  const path = url.pathname.replace(/\/+$/, '');
  if (!/^(?:\/[A-Za-z0-9._~-]+)*$/.test(path)) return refused('path');
  return { kind: 'url', url: `${url.origin}${path}` };
}

/** An address below the instance: exactly one slash between the two, sub-path kept. */
export function joinInstanceUrl(instance: string, path: string): string {
  return `${instance.replace(/\/+$/, '')}/${path.replace(/^\/+/, '')}`;
}

/** Whether an address belongs to the instance: same scheme, host and port, at or below its sub-path. */
export function isWithinInstance(instance: string, url: URL): boolean {
  const base = new URL(joinInstanceUrl(instance, ''));
  return url.origin === base.origin && url.username === '' && `${url.pathname}/`.startsWith(base.pathname);
}

function refused(reason: InstanceUrlRefusal): ParsedInstanceUrl {
  return { kind: 'refused', reason };
}
