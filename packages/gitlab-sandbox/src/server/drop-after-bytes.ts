import type { ServerResponse } from 'node:http';

/** Lets so many bytes of the body through and then closes the connection, as a failing network would. */
export function dropAfterBytes(response: ServerResponse, afterBytes: number): void {
  let leftBytes = afterBytes;
  const write = response.write.bind(response);
  const cut = (chunk: unknown): boolean => {
    const bytes = typeof chunk === 'string' ? Buffer.from(chunk) : (chunk as Uint8Array | undefined);
    if (bytes && bytes.length <= leftBytes && leftBytes > 0) {
      leftBytes -= bytes.length;
      return write(bytes);
    }
    if (bytes && leftBytes > 0) write(bytes.subarray(0, leftBytes), () => response.destroy());
    else response.destroy();
    leftBytes = 0;
    return false;
  };
  response.write = ((chunk: unknown) => cut(chunk)) as typeof response.write;
  response.end = ((chunk?: unknown) => {
    cut(chunk);
    response.destroy();
    return response;
  }) as typeof response.end;
}
