import type {} from '@fastify/websocket';
import { OutgoingMessage, type WebSocketLike } from '@hocuspocus/server';
import type { NotebookId } from '@notelab/contract';
import type { FastifyRequest } from 'fastify';
import type { RawData, WebSocket } from 'ws';
import type { Router } from '../../../http/route.ts';
import { closeSocket, keepChecking } from '../../../http/sockets.ts';
import { fail } from '../../../problem.ts';
import type { Session, Users } from '../../users/users.ts';
import type { OpenDocuments } from '../documents/open-documents.ts';
import { type Acknowledgements, createAcknowledgements } from './acknowledgements.ts';
import { noteGone } from './presence.ts';
import { listGone, readAcknowledgement, readMessage, readUpdate } from './read-message.ts';
import type { LiveSocket, Seats } from './seats.ts';

/** A page that takes so much longer than others is better off to begin anew. */
const maxUnsentBytes = 128 * 1024 * 1024;
const maxPresenceBytes = 64 * 1024;

/** `GET /api/live`: the documents of notebooks, as the contract describes it. */
export function liveSocket(
  router: Router,
  {
    users,
    seats,
    documents,
    settled,
  }: {
    users: Users;
    seats: Seats;
    documents: OpenDocuments;
    /** Resolves when all changes of a document so far are on disk. */
    settled(id: NotebookId): Promise<void>;
  },
): void {
  const sessions = new WeakMap<FastifyRequest, Session>();

  router.app.get(
    '/api/live',
    {
      websocket: true,
      config: { rateLimit: { max: 300, timeWindow: 60_000 } },
      // Before the connection becomes a WebSocket: who is refused gets an answer like everywhere else.
      preValidation: async (request) => {
        const session = await users.findSession(request);
        sessions.set(request, session ?? fail('not-signed-in', 'Sign in to go on.'));
      },
    },
    (socket, request) => {
      const { id: sessionId, user } = sessions.get(request)!;
      const page: LiveSocket = {
        user,
        sessionId,
        seats: new Set(),
        refused: new Set(),
        end: (reason, sentence) => {
          leave();
          closeSocket(socket, reason, sentence);
        },
      };
      const leaveSeats = seats.join(page);
      const isOpen = () => socket.readyState === socket.OPEN;
      const send = (bytes: Uint8Array) => {
        if (socket.bufferedAmount > maxUnsentBytes) socket.terminate();
        else if (isOpen()) socket.send(bytes);
      };
      const acknowledgements = createAcknowledgements({ settled, isIn: documents.isIn, isOpen, send });
      const connection = documents.server.handleConnection(
        holdAcknowledgements(socket, send, acknowledgements),
        // What it is told of the request is nothing that it should know.
        new Request('http://localhost/api/live'),
        { socket: page },
      );
      const leave = () => {
        connection.handleClose();
        leaveSeats();
      };
      socket.on('message', (data, isBinary) => {
        const bytes = isBinary ? toBytes(data) : null;
        const verdict = bytes && judge(page, bytes, acknowledgements);
        if (!verdict) page.end('invalid-input', 'This message cannot be read.');
        else if (verdict === 'take') connection.handleMessage(bytes);
      });
      const stopChecking = keepChecking(socket, async () => {
        const session = await users.findSession(request).catch(() => null);
        if (session?.id === sessionId) await seats.checkSocket(page);
        else page.end('not-signed-in', 'Your session has ended.');
      });
      socket.on('close', () => {
        stopChecking();
        leave();
      });
      return undefined;
    },
  );

  /** What is to be done with a message; null for one that cannot be read. */
  function judge(
    page: LiveSocket,
    data: Uint8Array,
    acknowledgements: Acknowledgements,
  ): 'take' | 'ignore' | null {
    const message = readMessage(data);
    if (!message) return null;
    const { name } = message;
    if (message.kind === 'sign-in') page.refused.delete(name);
    if (page.refused.has(name)) return 'ignore';
    if (message.kind === 'presence') {
      if (message.bytes > maxPresenceBytes) return 'ignore';
      const gone = listGone(message.update);
      for (const { id, connection } of page.seats) if (id === name && connection) noteGone(connection, gone);
      return 'take';
    }
    if (message.kind !== 'change') return 'take';
    const facts = readUpdate(message.update);
    if (facts && documents.hasRoomFor(name, message.update.length, facts.newBlocks)) {
      acknowledgements.expect(name, facts.reach);
      return 'take';
    }
    for (const seat of page.seats)
      if (seat.id === name) seats.refuse(seat, facts ? 'too-large' : 'invalid-input');
    return 'ignore';
  }
}

/** Hocuspocus acknowledges a change as soon as it has taken it. */
function holdAcknowledgements(
  socket: WebSocket,
  send: (bytes: Uint8Array) => void,
  acknowledgements: Acknowledgements,
): WebSocketLike {
  return {
    get readyState() {
      return socket.readyState;
    },
    close: (code, reason) => socket.close(code, reason),
    send(data) {
      // It leaves it to others to turn some of its messages into bytes.
      const bytes = data instanceof OutgoingMessage ? data.toUint8Array() : (data as Uint8Array);
      const name = readAcknowledgement(bytes);
      if (name === null) send(bytes);
      else acknowledgements.hold(name, bytes);
    },
  };
}

function toBytes(data: RawData): Uint8Array {
  if (Array.isArray(data)) return Buffer.concat(data);
  return data instanceof ArrayBuffer ? new Uint8Array(data) : data;
}
