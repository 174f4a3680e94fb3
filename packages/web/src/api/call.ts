import type { Endpoint, ProblemReply } from '@notelab/contract';
import type { z } from 'zod';
import { ProblemError, UnreachableError } from './problem.ts';

/** The part of a request that an endpoint takes: absent, optional when all its fields are, or needed. */
type Part<Name extends string, Schema extends z.ZodType> =
  z.input<Schema> extends undefined
    ? { [K in Name]?: undefined }
    : Record<string, never> extends z.input<Schema>
      ? { [K in Name]?: z.input<Schema> }
      : { [K in Name]: z.input<Schema> };

type CallInput<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> = Part<'params', P> &
  Part<'query', Q> &
  Part<'body', B> & { signal?: AbortSignal };

type Arguments<Input> = Record<string, never> extends Input ? [input?: Input] : [input: Input];

/**
 * Calls an endpoint of the contract and resolves to its reply.
 * Throws {@link ProblemError} with the server's problem, {@link UnreachableError} when there is no answer
 * that came from Notelab, and the signal's reason when aborted.
 */
export async function call<
  P extends z.ZodType,
  Q extends z.ZodType,
  B extends z.ZodType,
  R extends z.ZodType,
>(endpoint: Endpoint<P, Q, B, R>, ...[input]: Arguments<CallInput<P, Q, B>>): Promise<z.output<R>> {
  const { params, query, body, signal } = (input ?? {}) as {
    params?: Record<string, string>;
    query?: Record<string, unknown>;
    body?: unknown;
    signal?: AbortSignal;
  };
  const hasBody = endpoint.body !== undefined;
  const reply = await fetch(addressOf(endpoint.path, params, query), {
    method: endpoint.method,
    credentials: 'same-origin',
    headers: hasBody
      ? { accept: 'application/json', 'content-type': 'application/json' }
      : { accept: 'application/json' },
    body: hasBody ? JSON.stringify(body ?? {}) : undefined,
    signal,
  }).catch((error: unknown) => {
    if (signal?.aborted) throw error;
    throw new UnreachableError({ cause: error });
  });
  if (reply.ok) return (await reply.json()) as z.output<R>;
  throw await toError(reply);
}

/** The address of an endpoint with its path parameters and query filled in; undefined values are left out. */
export function addressOf(
  path: string,
  params: Record<string, string> = {},
  query: Record<string, unknown> = {},
): string {
  const filled = path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ''));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) search.set(name, String(value));
  }
  return search.size > 0 ? `${filled}?${search}` : filled;
}

/** The error that a failed reply stands for: for replies outside `call`, such as an upload's. */
export async function toError(reply: Response): Promise<ProblemError | UnreachableError> {
  if (reply.headers.get('content-type')?.includes('json')) {
    const problem = (await reply.json().catch(() => null)) as ProblemReply | null;
    if (problem?.code) return new ProblemError(problem);
  }
  return new UnreachableError({ status: reply.status });
}
