import { createPktLineReader } from './pkt-lines.ts';

/** What GitLab said about one ref of a push: its report (gitprotocol-pack, "Report Status"), or that there was none. */
export type PushResult =
  | { kind: 'accepted' }
  | { kind: 'rejected'; reason: string }
  /** The connection ended, or the answer held no report. */
  | { kind: 'unknown' };

export interface PushResultReader {
  push(chunk: Uint8Array): void;
  resultOf(ref: string): PushResult;
}

const maxReasonLength = 300;
const verdict = /^(ok|ng) (refs\/[^ \n]+) ?([^\n]*)/;

/**
 * Reads the report out of an answer that streams by. Keeps nothing but the verdicts, however long the answer.
 * @param refs those that the push asked to update
 */
export function createPushResultReader(push: {
  capabilities: readonly string[];
  refs: readonly string[];
}): PushResultReader {
  const outer = createPktLineReader();
  const isSideband = push.capabilities.some((name) => name === 'side-band-64k' || name === 'side-band');
  const report = isSideband ? createPktLineReader() : outer;
  const asked = new Set(push.refs);
  const results = new Map<string, PushResult>();
  let unpackFailure: PushResult | null = null;
  let isReadable = true;

  const readReport = () => {
    for (let line = report.next(); line && isReadable; line = report.next()) {
      if (line.kind === 'malformed') isReadable = false;
      if (line.kind !== 'data') continue;
      const text = line.payload.toString('utf8').trimEnd();
      if (text.startsWith('unpack ') && text !== 'unpack ok') unpackFailure ??= rejected(text);
      const [, word, ref = '', reason = ''] = verdict.exec(text) ?? [];
      if (!word || !asked.has(ref) || results.get(ref)?.kind === 'rejected') continue;
      results.set(ref, word === 'ok' ? { kind: 'accepted' } : rejected(reason));
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
    resultOf: (ref) => unpackFailure ?? results.get(ref) ?? { kind: 'unknown' },
  };
}

const rejected = (reason: string): PushResult => ({
  kind: 'rejected',
  reason: reason.slice(0, maxReasonLength),
});
