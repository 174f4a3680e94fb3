import { createPktLineReader } from './pkt-lines.ts';

/** What GitLab said about a push: its report (gitprotocol-pack, "Report Status"), or that there was none. */
export type PushResult =
  | { kind: 'accepted' }
  | { kind: 'rejected'; reason: string }
  /** The connection ended, or the answer held no report. */
  | { kind: 'unknown' };

export interface PushResultReader {
  push(chunk: Uint8Array): void;
  result(): PushResult;
}

const maxReasonLength = 300;

/** Reads the report out of an answer that streams by. Keeps nothing but the verdict, however long the answer. */
export function createPushResultReader(capabilities: readonly string[]): PushResultReader {
  const outer = createPktLineReader();
  const isSideband = capabilities.some((name) => name === 'side-band-64k' || name === 'side-band');
  const report = isSideband ? createPktLineReader() : outer;
  let result: PushResult = { kind: 'unknown' };
  let isReadable = true;

  const readReport = () => {
    for (let line = report.next(); line && isReadable; line = report.next()) {
      if (line.kind === 'malformed') isReadable = false;
      if (line.kind !== 'data' || result.kind === 'rejected') continue;
      const text = line.payload.toString('utf8', 0, maxReasonLength).trimEnd();
      if (text === 'unpack ok' || text.startsWith('option ')) continue;
      result = text.startsWith('ok ') ? { kind: 'accepted' } : { kind: 'rejected', reason: text };
    }
  };

  return {
    push(chunk) {
      if (!isReadable) return;
      outer.push(chunk);
      if (isSideband) {
        for (let line = outer.next(); line && isReadable; line = outer.next()) {
          if (line.kind === 'malformed') isReadable = false;
          if (line.kind === 'data' && line.payload[0] === 1) report.push(line.payload.subarray(1));
        }
      }
      readReport();
    },
    result: () => result,
  };
}
