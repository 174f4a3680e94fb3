import type { beforeHandleAwarenessPayload, Connection, Document } from '@hocuspocus/server';
import type { Presence, UserId } from '@notelab/contract';
import { removeAwarenessStates } from 'y-protocols/awareness';
import type { LiveContext } from './seats.ts';

const maxStateLength = 8 * 1024;
/** A page has one. */
const maxStatesPerConnection = 4;

/** Each between white and black, so that it can be seen on both. */
const colors = ['#d9480f', '#1971c2', '#2f9e44', '#9c36b5', '#e03131', '#0c8599', '#c2255c', '#6741d9'];

function colorOf(id: UserId): string {
  let sum = 0;
  for (const letter of id) sum = (sum * 31 + letter.charCodeAt(0)) >>> 0;
  return colors[sum % colors.length]!;
}

/**
 * Lets a page speak for itself only: of the states that it sends (pages repeat what they hear), its own are taken, and
 * who it belongs to is what the sign-in says.
 */
export async function checkPresence(payload: beforeHandleAwarenessPayload<LiveContext>): Promise<void> {
  const { states, connection, document } = payload;
  if (!connection) return;
  const { user } = connection.context.socket;
  const color = colorOf(user.id);
  const about: Presence['user'] = { id: user.id, name: user.name, color, colorLight: `${color}33` };
  for (const [client, state] of states)
    if (isTooLarge(state) || !claim(document, connection, client)) states.delete(client);
    else states.set(client, { ...state, user: about });
}

/** A page says that its reader looks elsewhere, which Hocuspocus does not pass on. */
export function noteGone(connection: Connection<LiveContext>, clients: number[]): void {
  const { document } = connection;
  const own = document.getClients(connection);
  const gone = clients.filter((client) => own.delete(client));
  removeAwarenessStates(document.awareness, gone, null);
}

const isTooLarge = (state: unknown) => JSON.stringify(state).length > maxStateLength;

/** @returns whether a state belongs to the connection from now on. */
function claim(document: Document, connection: Connection<LiveContext>, client: number): boolean {
  const own = document.getClients(connection);
  if (own.has(client)) return true;
  if (own.size >= maxStatesPerConnection) return false;
  for (const [other, { clients }] of document.connections) {
    if (!clients.has(client)) continue;
    // The same page, which has come back before it was seen to be gone.
    if (other.context.socket.user.id !== connection.context.socket.user.id) return false;
    clients.delete(client);
    own.add(client);
    return true;
  }
  return true;
}
