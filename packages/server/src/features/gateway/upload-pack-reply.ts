import { createPktLineReader } from './pkt-lines.ts';

export interface UploadPackReply {
  push(chunk: Uint8Array): void;
  /** A fetch takes several requests (list of refs, negotiation); only the one that brings a pack is worth a record. */
  bringsPack(): boolean;
  /** Protocol v2: the refs that were asked for by name, and where they are. */
  wantedRefs(): { ref: string; oid: string }[];
}

const maxBytesBeforePack = 1024 * 1024;
const wantedRef = /^([0-9a-f]{40,64}) (refs\/.+)$/;

/** Reads the answer to a fetch as it streams by, up to where the pack begins. */
export function readUploadPackReply(): UploadPackReply {
  const lines = createPktLineReader();
  const refs: { ref: string; oid: string }[] = [];
  let hasAnswered = false;
  let found = false;
  let isOver = false;
  let seenBytes = 0;

  const read = (payload: Buffer) => {
    const text = payload.toString('utf8', 0, 500).trimEnd();
    // Protocol v2 announces the section; v0 and v1 begin at once, in band 1 of the sideband.
    found = text === 'packfile' || text.startsWith('\u0001PACK');
    hasAnswered ||= text === 'NAK' || text.startsWith('ACK ');
    const [, oid, ref] = wantedRef.exec(text) ?? [];
    if (oid && ref) refs.push({ ref, oid });
  };

  return {
    push(chunk) {
      if (isOver) return;
      lines.push(chunk);
      seenBytes += chunk.length;
      for (let line = lines.next(); line && !isOver; line = lines.next()) {
        if (line.kind === 'data') read(line.payload);
        // Without a sideband the bare pack follows, which is no packet line.
        if (line.kind === 'malformed') found = hasAnswered;
        isOver = found || line.kind === 'malformed';
      }
      isOver ||= seenBytes > maxBytesBeforePack;
    },
    bringsPack: () => found,
    wantedRefs: () => refs,
  };
}
