/** One line of git's packet format (gitprotocol-common, "pkt-line Format"). */
export type PktLine =
  | { kind: 'data'; payload: Buffer }
  /** `0000`, and protocol v2's `0001` and `0002`. */
  | { kind: 'flush' | 'delimiter' | 'end' }
  | { kind: 'malformed' };

export interface PktLineReader {
  push(chunk: Uint8Array): void;
  /** The next line, or null until more bytes come. After `malformed` nothing that follows has a meaning. */
  next(): PktLine | null;
  /** Bytes that belong to no line returned so far. */
  pendingBytes(): number;
}

const special = ['flush', 'delimiter', 'end'] as const;

/** Splits a stream into packet lines, as far as the reader asks: what follows the lines may be a raw pack. */
export function createPktLineReader(): PktLineReader {
  let pending = Buffer.alloc(0);
  return {
    push(chunk) {
      pending = Buffer.concat([pending, chunk]);
    },
    next() {
      if (pending.length < 4) return null;
      const digits = pending.toString('latin1', 0, 4);
      if (!/^[0-9a-f]{4}$/i.test(digits)) return { kind: 'malformed' };
      const length = Number.parseInt(digits, 16);
      if (length < 4) {
        const kind = special[length];
        if (!kind) return { kind: 'malformed' };
        pending = pending.subarray(4);
        return { kind };
      }
      if (pending.length < length) return null;
      const payload = pending.subarray(4, length);
      pending = pending.subarray(length);
      return { kind: 'data', payload };
    },
    pendingBytes: () => pending.length,
  };
}

/** Writes one data line. */
export function toPktLine(payload: string | Buffer): Buffer {
  const bytes = Buffer.from(payload);
  return Buffer.concat([Buffer.from((bytes.length + 4).toString(16).padStart(4, '0')), bytes]);
}
