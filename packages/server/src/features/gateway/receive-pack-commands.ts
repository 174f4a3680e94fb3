import { createPktLineReader } from './pkt-lines.ts';

/** One update that a push asks for; all zeros stand for "no such ref" before or after. */
export interface PushCommand {
  ref: string;
  oldOid: string;
  newOid: string;
}

export interface PushCommandList {
  kind: 'complete';
  /** Empty for the probe with which git tries its sign-in before a large push. */
  commands: PushCommand[];
  capabilities: string[];
  /** Bytes after the list that were read along: push options and the pack. */
  bytesAfter: number;
}

export type ParsedPushCommands =
  | { kind: 'incomplete' }
  | PushCommandList
  /** `reason` completes "This push begins with …". */
  | { kind: 'refused'; reason: string };

export interface PushCommandParser {
  /** Takes the next bytes of the body. Once it answers something else than `incomplete`, it has finished. */
  push(chunk: Uint8Array): ParsedPushCommands;
}

const oid = '(?:[0-9a-f]{40}|[0-9a-f]{64})';
const command = new RegExp(`^(${oid}) (${oid}) (refs/[^\\0\\n]+)$`);
const shallow = new RegExp(`^shallow ${oid}$`);

/**
 * Reads the beginning of a push, gitprotocol-pack "Reference Update Request": shallow lines, then commands, the
 * first with the capabilities behind a NUL, up to the flush. Only what git itself writes is accepted, so that
 * GitLab cannot read the same bytes differently. Signed pushes are refused: their commands are inside the
 * certificate.
 */
export function createPushCommandParser({ maxBytes = 64 * 1024 } = {}): PushCommandParser {
  const lines = createPktLineReader();
  const commands: PushCommand[] = [];
  let capabilities: string[] = [];
  let usedBytes = 0;

  /** Reads one line; a text is the reason to refuse the push. */
  const read = (payload: Buffer): string | null => {
    const text = decode(payload);
    if (text === null) return 'a line that is not text';
    if (text.startsWith('push-cert')) return 'a signed push, which Notelab does not pass on';
    if (shallow.test(text)) return null;
    const [update = '', features, ...more] = text.split('\0');
    const match = command.exec(update);
    if (!match || more.length > 0) return 'a line that is no ref update';
    if (features !== undefined && commands.length > 0) return 'capabilities in the wrong place';
    if (features !== undefined) capabilities = features.split(' ').filter((feature) => feature !== '');
    const [, oldOid = '', newOid = '', ref = ''] = match;
    commands.push({ ref, oldOid, newOid });
    return null;
  };

  return {
    push(chunk) {
      lines.push(chunk);
      for (let line = lines.next(); line; line = lines.next()) {
        if (line.kind === 'flush') {
          return { kind: 'complete', commands, capabilities, bytesAfter: lines.pendingBytes() };
        }
        if (line.kind !== 'data') return { kind: 'refused', reason: 'something that is no push' };
        usedBytes += line.payload.length + 4;
        if (usedBytes > maxBytes) break;
        const reason = read(line.payload);
        if (reason) return { kind: 'refused', reason };
      }
      if (usedBytes + lines.pendingBytes() > maxBytes) {
        return { kind: 'refused', reason: 'a list of refs that is too long' };
      }
      return { kind: 'incomplete' };
    },
  };
}

/** The line without its one closing newline, or null: two different byte strings must not look the same. */
function decode(payload: Buffer): string | null {
  const end = payload.at(-1) === 0x0a ? payload.length - 1 : payload.length;
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(payload.subarray(0, end));
  } catch {
    return null;
  }
}
