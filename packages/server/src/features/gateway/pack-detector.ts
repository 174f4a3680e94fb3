import { createPktLineReader } from './pkt-lines.ts';

const maxBytesBeforePack = 1024 * 1024;

/**
 * Notices whether an answer of upload-pack brings a pack: a fetch takes several requests (list of refs,
 * negotiation), and only this one is worth a record.
 */
export function createPackDetector(): { push(chunk: Uint8Array): void; found(): boolean } {
  const lines = createPktLineReader();
  let found = false;
  let isOver = false;
  let seenBytes = 0;
  return {
    push(chunk) {
      if (isOver) return;
      lines.push(chunk);
      seenBytes += chunk.length;
      for (let line = lines.next(); line && !found; line = lines.next()) {
        isOver = line.kind === 'malformed';
        if (isOver) return;
        if (line.kind !== 'data') continue;
        // Protocol v2 announces the section; v0 and v1 begin at once, in band 1 of the sideband.
        const start = line.payload.toString('latin1', 0, 9);
        found = start === 'packfile\n' || start.startsWith('\u0001PACK');
      }
      isOver = found || seenBytes > maxBytesBeforePack;
    },
    found: () => found,
  };
}
