import { type Dispatcher, request } from 'undici';
import { describeWebPage, isWebPage } from './error-from-response.ts';
import { joinInstanceUrl } from './instance-url.ts';
import { readStart } from './read-start.ts';

/** What is at an address, as far as somebody without an account can tell. */
export type SiteAnswer = { status: number /** The host's clock, when it says. */; date: Date | null } & (
  | { kind: 'gitlab' }
  | { kind: 'redirect'; to: string }
  | { kind: 'web-page'; title: string }
  | { kind: 'slow-down' }
  /** It may be a GitLab that is not at work just now. */
  | { kind: 'unavailable'; text: string }
  | { kind: 'something-else'; text: string }
);

/** Asks for GitLab's version without an account: GitLab answers 401 in its own words, other sites do not. */
export async function probeInstance(
  instance: string,
  dispatcher: Dispatcher,
  signal: AbortSignal,
): Promise<SiteAnswer> {
  const response = await request(joinInstanceUrl(instance, 'api/v4/version'), {
    dispatcher,
    signal,
    headers: { accept: 'application/json', 'user-agent': 'Notelab' },
  });
  const text = await readStart(response.body);
  const { statusCode: status, headers } = response;
  const said = { status, date: toDate(headers.date) };
  const type = { 'content-type': String(headers['content-type'] ?? '') };
  if (status >= 300 && status < 400) {
    const to = URL.parse(String(headers.location ?? ''), joinInstanceUrl(instance, 'api/v4/version'));
    return to ? { ...said, kind: 'redirect', to: to.href } : { ...said, kind: 'something-else', text };
  }
  if (isGitLabsAnswer(status, text)) return { ...said, kind: 'gitlab' };
  if (status === 429) return { ...said, kind: 'slow-down' };
  const title = describeWebPage(text);
  if (status >= 500) return { ...said, kind: 'unavailable', text: isWebPage(type) ? title : text };
  if (isWebPage(type)) return { ...said, kind: 'web-page', title };
  return { ...said, kind: 'something-else', text };
}

/** Looks for a GitLab at the addresses that people mean when they enter this one: with less or more of a path. */
export async function findNearbyInstance(
  instance: string,
  dispatcher: Dispatcher,
  signal: AbortSignal,
): Promise<string | null> {
  const { origin, pathname } = new URL(instance);
  const parts = pathname.split('/').filter((part) => part !== '');
  const shorter = parts.slice(0, 4).map((_, count) => `${origin}/${parts.slice(0, count).join('/')}`);
  const candidates = parts.length === 0 ? [`${origin}/gitlab`, `${origin}/git`] : shorter.reverse();
  for (const candidate of candidates.map((address) => address.replace(/\/$/, ''))) {
    const answer = await probeInstance(candidate, dispatcher, signal).catch(() => null);
    if (answer?.kind === 'gitlab') return candidate;
  }
  return null;
}

function isGitLabsAnswer(status: number, text: string): boolean {
  try {
    const body = JSON.parse(text);
    if (status === 401) return body.message === '401 Unauthorized';
    return status === 200 && typeof body.version === 'string' && typeof body.revision === 'string';
  } catch {
    return false;
  }
}

function toDate(header: string | string[] | undefined): Date | null {
  const timeMs = Date.parse(String(header ?? ''));
  return Number.isNaN(timeMs) ? null : new Date(timeMs);
}
