/**
 * What is compared of an answer. Random values and times are replaced by what they are. Of a page or redirect it counts
 * which one it is: its headers are Rails' on one side and GitLab's on the other.
 */
export interface Reply {
  status: number;
  contentType: string | null;
  cacheControl: string | null;
  pragma: string | null;
  wwwAuthenticate: string | null;
  location: string | null;
  body: unknown;
}

const isToken = (text: string) => /^[0-9a-f]{64}$/.test(text);
/** Both servers are asked within a few seconds. */
const roundedSeconds = (seconds: number) => Math.round(seconds / 20) * 20;

function withoutChance(name: string, value: unknown, nowSeconds: number): unknown {
  if (typeof value === 'string') return isToken(value) ? '64 hex' : value;
  if (typeof value !== 'number') return value;
  if (['created_at', 'iat', 'exp'].includes(name)) return `now + ${roundedSeconds(value - nowSeconds)} s`;
  return name.startsWith('expires_in') ? roundedSeconds(value) : value;
}

function readJson(text: string): unknown {
  const nowSeconds = Date.now() / 1000;
  return JSON.parse(text, (name, value) => withoutChance(name, value, nowSeconds));
}

/** Pages look different on the two servers: what counts is which page it is, and the mistake it names. */
function readPage(text: string): string {
  const problem = /<pre>([^<]*)<\/pre>|<p class="notice bad">([^<]*)<\/p>/.exec(text);
  if (text.includes('An error has occurred')) return `error page: ${(problem?.[1] ?? problem?.[2])?.trim()}`;
  const asked = /Authorize (?:<strong[^>]*>)?(\w+)(?:<\/strong>)? to use your account\?/.exec(text);
  return asked ? `consent page of ${asked[1]}` : 'page';
}

/** Where a redirect leads, without the host of the server itself. */
function readLocation(location: string, server: string): string {
  const url = new URL(location, server);
  if (url.origin === new URL(server).origin) return url.pathname;
  for (const [name, value] of url.searchParams) if (isToken(value)) url.searchParams.set(name, '64 hex');
  return url.href;
}

export async function readReply(reply: Response, server: string): Promise<Reply> {
  const text = await reply.text();
  const header = (name: string) => reply.headers.get(name);
  const location = header('location');
  const contentType = header('content-type');
  const isJson = contentType?.startsWith('application/json') ?? false;
  return {
    status: reply.status,
    contentType: isJson ? contentType : null,
    cacheControl: isJson ? header('cache-control') : null,
    pragma: header('pragma'),
    wwwAuthenticate: header('www-authenticate'),
    location: location && readLocation(location, server),
    body: isJson ? readJson(text) : location ? null : readPage(text),
  };
}
