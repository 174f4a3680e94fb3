import { collectStreamedBytes } from '../collect-streamed-bytes.ts';

/** An object that is not as large as it was said to be. */
export class WrongSize extends Error {}

/** Passes an object through, piece by piece; breaks off when it is larger than announced, or ends before. */
export async function* countBytes(
  chunks: AsyncIterable<Buffer>,
  { atLeast, atMost }: { atLeast: number; atMost: number },
): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > atMost) throw new WrongSize(`More than ${atMost} bytes.`);
    collectStreamedBytes(chunk);
    yield chunk;
  }
  if (bytes < atLeast) throw new WrongSize(`${bytes} bytes instead of ${atLeast}.`);
}
