import { IncomingMessage, MessageType } from '@hocuspocus/server';
import * as Y from 'yjs';
import type { Reach } from './acknowledgements.ts';
import { isForeign } from './foreign-content.ts';
import { isNestedDeeply } from './nesting.ts';

/** What a page sent, as far as it matters who may send it. */
export type LiveMessage =
  | { kind: 'sign-in' | 'other'; name: string; bytes: number }
  | { kind: 'presence'; name: string; bytes: number; update: Uint8Array }
  | { kind: 'change'; name: string; bytes: number; update: Uint8Array };

const syncStepOne = 0;
const otherTypes = [MessageType.QueryAwareness, MessageType.CLOSE, MessageType.Ping, MessageType.Pong];

/** Reads a message of the protocol of Hocuspocus. @returns null for what is none, and for what no page sends */
export function readMessage(data: Uint8Array): LiveMessage | null {
  try {
    const message = new IncomingMessage(data);
    // A page that opens a document twice tells its parts by what follows.
    const name = message.readVarString().split('\0')[0]!;
    const type = message.readVarUint();
    const bytes = data.length;
    if (type === MessageType.Auth) return { kind: 'sign-in', name, bytes };
    if (otherTypes.includes(type)) return { kind: 'other', name, bytes };
    if (type === MessageType.Awareness)
      return { kind: 'presence', name, bytes, update: message.readVarUint8Array() };
    if (type !== MessageType.Sync && type !== MessageType.SyncReply) return null;
    const step = message.readVarUint();
    const update = message.readVarUint8Array();
    return step === syncStepOne ? { kind: 'other', name, bytes } : { kind: 'change', name, bytes, update };
  } catch {
    return null;
  }
}

/** What an update does to a document, as far as it can be told without one. */
export interface UpdateFacts {
  /** How many blocks it adds, at most. */
  newBlocks: number;
  reach: Reach;
}

/** @returns null for bytes that are no update, or none of a notebook: nothing of them must get to a document */
export function readUpdate(update: Uint8Array): UpdateFacts | null {
  try {
    const reach = new Map<number, number>();
    let newBlocks = 0;
    const { structs } = Y.decodeUpdate(update);
    if (isForeign(structs) || isNestedDeeply(structs)) return null;
    for (const struct of structs) {
      if (struct instanceof Y.Skip) continue;
      reach.set(struct.id.client, struct.id.clock + struct.length);
      if (struct instanceof Y.Item && isNamed(struct.parent, 'blocks')) newBlocks++;
    }
    return { newBlocks, reach };
  } catch {
    return null;
  }
}

/** As long as an item is in no document, its parent is a name. */
const isNamed = (parent: unknown, name: string) => parent === name;

/** The document whose change a message acknowledges, or null for other messages. */
export function readAcknowledgement(data: Uint8Array): string | null {
  const message = new IncomingMessage(data);
  const name = message.readVarString().split('\0')[0]!;
  if (message.readVarUint() !== MessageType.SyncStatus) return null;
  return message.readVarUint() === 1 ? name : null;
}

/** The clients of Yjs that a presence update says have gone. */
export function listGone(update: Uint8Array): number[] {
  const gone: number[] = [];
  try {
    const message = new IncomingMessage(update);
    for (let left = message.readVarUint(); left > 0; left--) {
      const client = message.readVarUint();
      message.readVarUint();
      if (message.readVarString() === 'null') gone.push(client);
    }
  } catch {
    // What is broken is for Hocuspocus to refuse.
  }
  return gone;
}
