import type { Endpoint, ProblemReply } from '@notelab/contract';
import type { z } from 'zod';
import { CookieJar } from './cookie-jar.ts';

type Input<E extends Endpoint> = {
  params?: z.input<NonNullable<E['params']>>;
  query?: z.input<NonNullable<E['query']>>;
  body?: z.input<NonNullable<E['body']>>;
};

/** A reply that was not a success. */
export class ProblemReplyError extends Error {
  readonly reply: ProblemReply;

  constructor(endpoint: string, reply: ProblemReply) {
    super(`${endpoint}: ${reply.code}: ${reply.detail}${reply.raw ? `\n${reply.raw}` : ''}`);
    this.reply = reply;
  }
}

/** One person's browser towards Notelab, without the browser: real HTTP with cookies. */
export class Client {
  readonly baseUrl: string;
  readonly #cookies = new CookieJar();

  constructor(baseUrl: string) {
    this.baseUrl = baseUrl;
  }

  /** Calls an endpoint of the contract. Throws a ProblemReplyError for anything but success. */
  async call<E extends Endpoint>(endpoint: E, input: Input<E> = {}): Promise<z.output<E['response']>> {
    const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) =>
      encodeURIComponent(String((input.params as Record<string, unknown>)[name])),
    );
    const query = new URLSearchParams(input.query as Record<string, string> | undefined).toString();
    const response = await this.fetch(query ? `${path}?${query}` : path, {
      method: endpoint.method,
      ...(input.body === undefined
        ? {}
        : { body: JSON.stringify(input.body), headers: { 'content-type': 'application/json' } }),
    });
    const reply: unknown = await response.json();
    if (!response.ok) throw new ProblemReplyError(`${endpoint.method} ${path}`, reply as ProblemReply);
    return reply as z.output<E['response']>;
  }

  /** What makes a request this person's, for connections that are no requests. */
  cookies(): string {
    return this.#cookies.header();
  }

  /** Any request to Notelab as this person. */
  async fetch(path: string, init: RequestInit = {}): Promise<Response> {
    const headers = new Headers(init.headers);
    headers.set('cookie', this.#cookies.header());
    if (init.method && init.method !== 'GET') headers.set('origin', this.baseUrl);
    const response = await fetch(`${this.baseUrl}${path}`, { redirect: 'manual', ...init, headers });
    this.#cookies.store(response);
    return response;
  }
}
