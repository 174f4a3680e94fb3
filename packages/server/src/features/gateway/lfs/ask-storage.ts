import type { Dispatcher } from 'undici';
import type { UpstreamLimits } from '../ask-upstream.ts';
import type { Authorised } from '../authorise.ts';
import { explainConnectionFailure, explainReply } from '../explain-upstream.ts';
import { type Refusal, refuse } from '../refusal.ts';
import type { RequestBody } from '../request-body.ts';
import type { LfsExchange } from './serve-lfs.ts';
import type { Ticket } from './tickets.ts';

export interface Transfer {
  ticket: Ticket;
  upstream: Authorised['upstream'];
  limits: UpstreamLimits;
  exchange: LfsExchange;
}

export interface StorageRequest {
  method: 'GET' | 'PUT' | 'POST';
  headers: Record<string, string>;
  body: RequestBody | null;
}

/** Sends a request to where the object is, with what GitLab said to send there and nothing else that is secret. */
export async function askStorage(
  { ticket, upstream, limits, exchange: { signal } }: Transfer,
  { method, headers, body }: StorageRequest,
  /** Where GitLab sent on to; what the ticket says to send is not for that place. */
  redirectedTo?: URL,
): Promise<{ ok: true; response: Dispatcher.ResponseData } | Refusal> {
  const { origin, pathname, search, host } = redirectedTo ?? ticket.href;
  const secret = redirectedTo ? [] : Object.entries(ticket.headers);
  try {
    const response = await upstream.dispatcher.request({
      origin,
      path: `${pathname}${search}`,
      method,
      headers: { ...headers, ...Object.fromEntries(secret.map(([name, value]) => [name, value.reveal()])) },
      body,
      signal,
      headersTimeout: limits.stalledMs,
      bodyTimeout: limits.stalledMs,
    });
    return { ok: true, response };
  } catch (error) {
    signal.throwIfAborted();
    return explainConnectionFailure(error, host);
  }
}

/** Turns an answer that brings no object into words. */
export async function explainStorage(
  { ticket, upstream }: Transfer,
  response: Dispatcher.ResponseData,
): Promise<Refusal> {
  const { statusCode } = response;
  const secrets = Object.values(ticket.headers);
  const refusal = await explainReply(response, { baseUrl: upstream.baseUrl, secrets });
  if (statusCode === 401) {
    // The right to this one object, not the account: git-lfs asks for a new one when it is run again.
    return refuse(
      403,
      'gitlab-forbidden',
      'GitLab no longer lets this object be transferred. Run the command again.',
    );
  }
  if (statusCode === 404) return refuse(404, 'gitlab-not-found', 'GitLab does not have this object.');
  return refusal;
}
