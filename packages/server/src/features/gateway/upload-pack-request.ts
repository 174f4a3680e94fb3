import { createPktLineReader } from './pkt-lines.ts';

/** What a request to upload-pack asks for: of protocol v2 any command, of v0 and v1 always a fetch. */
export interface UploadPackRequest {
  command: 'fetch' | 'ls-refs' | 'other';
  /** The commits that are asked for by their ids. */
  wants: Set<string>;
  /** Commits that the client says it has. In its last request it repeats those that GitLab has too. */
  haves: Set<string>;
}

const maxKept = 5000;
const line = /^(want|have) ([0-9a-f]{40}|[0-9a-f]{64})(?:[ \n]|$)/;

/** Reads the beginning of a request (gitprotocol-v2, "fetch"; gitprotocol-pack, "Packfile Negotiation"). */
export function parseUploadPackRequest(bytes: Buffer): UploadPackRequest {
  const lines = createPktLineReader();
  lines.push(bytes);
  const request: UploadPackRequest = { command: 'fetch', wants: new Set(), haves: new Set() };
  for (let next = lines.next(); next && next.kind !== 'malformed'; next = lines.next()) {
    if (next.kind !== 'data') continue;
    const text = next.payload.toString('latin1', 0, 100);
    if (text.startsWith('command=')) request.command = toCommand(text.slice(8).trimEnd());
    const [, verb, oid = ''] = line.exec(text) ?? [];
    const kept = verb === 'want' ? request.wants : request.haves;
    if (verb && kept.size < maxKept) kept.add(oid);
  }
  return request;
}

const toCommand = (name: string) => (name === 'fetch' || name === 'ls-refs' ? name : 'other');
