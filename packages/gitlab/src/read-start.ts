const maxTextBytes = 64 * 1024;

/** The first 64 KiB of an answer as text. The rest is not waited for, however much there is. */
export async function readStart(body: AsyncIterable<Buffer>): Promise<string> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of body) {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes > maxTextBytes) break;
  }
  return Buffer.concat(chunks).toString('utf8', 0, maxTextBytes);
}
