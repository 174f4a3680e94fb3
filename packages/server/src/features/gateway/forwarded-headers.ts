import type { IncomingHttpHeaders, OutgoingHttpHeaders } from 'node:http';

// Lists of what passes, not of what does not: cookies, credentials, `X-…` tricks and hop-by-hop headers have
// no way through in either direction. Bodies travel as they are, so their encodings do too.
const toUpstream = [
  'accept',
  'accept-language',
  'cache-control',
  'content-type',
  'git-protocol',
  'pragma',
  'user-agent',
];
const toClient = ['cache-control', 'content-encoding', 'content-length', 'content-type', 'expires', 'pragma'];

/** The client's headers that GitLab gets to see. */
export function headersToUpstream(headers: IncomingHttpHeaders): Record<string, string> {
  return pick(headers, toUpstream);
}

/** What GitLab must know about a body that is sent on as it came. */
export function bodyHeadersToUpstream(headers: IncomingHttpHeaders): Record<string, string> {
  return pick(headers, ['content-encoding', 'content-length']);
}

/** GitLab's headers that the client gets to see. */
export function headersToClient(headers: IncomingHttpHeaders): OutgoingHttpHeaders {
  return pick(headers, toClient);
}

function pick(headers: IncomingHttpHeaders, names: string[]): Record<string, string> {
  const picked: Record<string, string> = {};
  for (const name of names) {
    const value = headers[name];
    if (typeof value === 'string') picked[name] = value;
  }
  return picked;
}
