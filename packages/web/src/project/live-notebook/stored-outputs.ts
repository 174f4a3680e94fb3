import type { StoredOutput } from '@notelab/contract';
import { queryOptions } from '@tanstack/react-query';
import { isObject } from '../outputs/is-object.ts';

/** What stands in the place of a large output; null for an output that is there itself. */
export function parseStoredOutput(output: unknown): StoredOutput | null {
  if (!isObject(output) || !isObject(output.notelab_output)) return null;
  const { hash, bytes, mimeTypes } = output.notelab_output;
  const isUsable =
    typeof hash === 'string' &&
    /^[0-9a-f]{64}$/.test(hash) &&
    typeof bytes === 'number' &&
    Array.isArray(mimeTypes);
  return isUsable ? (output as StoredOutput) : null;
}

/** The whole of a large output. Under its hash it never changes. */
export const storedOutputQuery = (notebookId: string, hash: string) =>
  queryOptions({
    queryKey: ['notebook-output', notebookId, hash],
    async queryFn({ signal }): Promise<unknown> {
      const reply = await fetch(`/api/notebooks/${notebookId}/outputs/${hash}`, { signal });
      if (!reply.ok) throw new Error(`The server answered ${reply.status}.`);
      return reply.json();
    },
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });
