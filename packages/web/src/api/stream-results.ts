import { toError } from './call.ts';
import { UnreachableError } from './problem.ts';

/**
 * Posts to an address that answers with one JSON value a line, and yields each as it comes. Throws as `call` does, and
 * `UnreachableError` when the answer breaks off.
 */
export async function* streamResults<T>(path: string, body: unknown, signal: AbortSignal): AsyncGenerator<T> {
  const lost = (cause: unknown) => {
    if (signal.aborted) throw cause;
    throw new UnreachableError({ cause });
  };
  const reply = await fetch(path, {
    method: 'POST',
    credentials: 'same-origin',
    headers: { accept: 'application/x-ndjson', 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal,
  }).catch(lost);
  if (!reply.ok || !reply.body) throw await toError(reply);
  const reader = reply.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read().catch(lost);
    if (done) return;
    const lines = (rest + value).split('\n');
    rest = lines.pop() ?? '';
    for (const line of lines) yield JSON.parse(line) as T;
  }
}
