import {
  ProxyError,
  readRetryAfterSeconds,
  redact,
  type Secret,
  saysAccountIsBlocked,
} from '@notelab/gitlab';
import type { Dispatcher } from 'undici';
import { NotAskedError } from '../gitlab/instances/traffic/not-asked-error.ts';
import { inTime } from '../gitlab/wait-words.ts';
import { type Refusal, refuse } from './refusal.ts';

const maxTextBytes = 4096;

/** Turns an answer that git cannot use into words. Reads and drops its body. */
export async function explainReply(
  response: Dispatcher.ResponseData,
  { baseUrl, secrets }: { baseUrl: string; secrets: Secret[] },
): Promise<Refusal> {
  const { statusCode, headers } = response;
  const said = await readText(response, secrets);
  if (statusCode >= 300 && statusCode < 400) return explainRedirect(headers.location, baseUrl);
  if (statusCode === 403 && saysAccountIsBlocked(said ?? '')) return refuse(403, 'account-blocked', said!);
  if (statusCode === 403) {
    const isArchived = /archived project/i.test(said ?? '');
    return refuse(
      403,
      isArchived ? 'repository-archived' : 'gitlab-forbidden',
      said ?? 'GitLab does not let you do this.',
    );
  }
  if (statusCode === 404) {
    return refuse(404, 'gitlab-not-found', said ?? 'GitLab has no such repository, or you may not see it.');
  }
  if (statusCode === 429) {
    const waitSeconds = readRetryAfterSeconds(headers);
    return refuse(429, 'gitlab-rate-limited', `GitLab asks to slow down. Try again ${inTime(waitSeconds)}.`);
  }
  if (statusCode >= 500) {
    return refuse(
      502,
      'gitlab-unavailable',
      `GitLab has a problem (${statusCode}). ${said ?? 'Try again later.'}`,
    );
  }
  if (statusCode >= 400 && said) {
    return refuse(502, 'gitlab-refused', `GitLab refused this (${statusCode}). ${said}`);
  }
  return refuse(502, 'gitlab-refused', `GitLab did not answer as a git server does (${statusCode}).`);
}

/** Turns a connection that failed into words; the certificate is named because an admin can do something. */
export function explainConnectionFailure(error: unknown, host: string): Refusal {
  if (error instanceof ProxyError) return refuse(502, 'gitlab-unavailable', `${error.message}.`);
  if (error instanceof NotAskedError) {
    const isLimited = error.kind === 'rate-limited';
    const words = error.describe(`GitLab at ${host}`);
    return isLimited ? refuse(429, 'gitlab-rate-limited', words) : refuse(503, 'gitlab-unavailable', words);
  }
  const code = String((error as NodeJS.ErrnoException | null)?.code ?? '');
  if (code === 'UND_ERR_HEADERS_TIMEOUT' || code === 'UND_ERR_CONNECT_TIMEOUT') {
    return refuse(504, 'timed-out', `GitLab at ${host} did not answer in time.`);
  }
  if (code.startsWith('Z_')) return refuse(400, 'invalid-input', 'The compressed request cannot be read.');
  if (/CERT|SELF_SIGNED|UNABLE_TO_VERIFY|ERR_TLS/.test(code)) {
    return refuse(502, 'gitlab-unavailable', `Notelab does not trust the certificate of ${host} (${code}).`);
  }
  if (code === 'UND_ERR_SOCKET' || code === 'ECONNRESET') {
    return refuse(502, 'gitlab-unavailable', `GitLab at ${host} broke off without an answer.`);
  }
  return refuse(502, 'gitlab-unavailable', `Notelab cannot reach GitLab at ${host}.`);
}

/** An answer that ended or stood still before it was whole. */
export function explainBrokenAnswer(error: unknown): Refusal {
  const code = String((error as NodeJS.ErrnoException | null)?.code ?? '');
  if (code === 'UND_ERR_BODY_TIMEOUT')
    return refuse(504, 'timed-out', 'GitLab stopped in the middle of its answer.');
  return refuse(502, 'gitlab-unavailable', 'GitLab broke off in the middle of its answer.');
}

/** Redirects are never followed: they could carry the token to another place. */
function explainRedirect(location: string | string[] | undefined, baseUrl: string): Refusal {
  const target =
    typeof location === 'string' && URL.canParse(location, baseUrl) ? new URL(location, baseUrl) : null;
  if (target?.origin === new URL(baseUrl).origin) {
    return refuse(
      502,
      'gitlab-refused',
      'GitLab says that this repository has moved. Ask an admin to connect it again at its new place.',
    );
  }
  return refuse(502, 'gitlab-refused', 'GitLab sent git on to another site. Notelab does not follow.');
}

async function readText(response: Dispatcher.ResponseData, secrets: Secret[]): Promise<string | null> {
  const type = String(response.headers['content-type'] ?? '');
  const isText = /^text\/plain\b/.test(type);
  const isLfs = /^application\/vnd\.git-lfs\+json\b/.test(type);
  if ((!isText && !isLfs) || response.headers['content-encoding'] !== undefined) {
    await response.body.dump();
    return null;
  }
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of response.body) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > maxTextBytes) break;
  }
  const body = Buffer.concat(chunks).toString('utf8', 0, maxTextBytes);
  const text = isLfs ? readMessage(body) : body;
  // A terminal shows this text: no escape sequences, no characters that make it read differently.
  return (
    redact(text, secrets)
      .replace(/[^\P{C}\n]/gu, ' ')
      .trim() || null
  );
}

/** Git LFS answers `{"message": …}`. */
function readMessage(body: string): string {
  try {
    return String(JSON.parse(body).message ?? '');
  } catch {
    return '';
  }
}
