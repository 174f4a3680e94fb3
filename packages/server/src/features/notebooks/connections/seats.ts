import {
  type Connection,
  type ConnectionConfiguration,
  type Extension,
  OutgoingMessage,
} from '@hocuspocus/server';
import { type LiveRefusal, NotebookId, type User, type UserId } from '@notelab/contract';
import { toProblem } from '../../../http/reply-with-problem.ts';
import { isAtLeast } from '../../workspaces/policy.ts';
import type { NotebookGate } from '../authorized-notebook.ts';
import { checkPresence } from './presence.ts';

/** The connection of one page, with the documents that it has open. */
export interface LiveSocket {
  user: User;
  /** Names the browser's sign-in. */
  sessionId: string;
  seats: Set<Seat>;
  /** Documents that were closed for it: what it sends about them is of no interest until it asks for them again. */
  refused: Set<string>;
  end(reason: 'not-signed-in' | 'invalid-input', sentence: string): void;
}

/** A document that a page has open, or is about to open. */
export interface Seat {
  socket: LiveSocket;
  id: NotebookId;
  /** What holds for the connection that is about to be made. */
  config: ConnectionConfiguration;
  connection: Connection<LiveContext> | null;
  refusal: LiveRefusal | null;
  /** Answers may overtake each other: the one to the last question counts. */
  checks: number;
  release(): void;
}

/** What Hocuspocus carries with each connection. */
export interface LiveContext {
  socket: LiveSocket;
  seat?: Seat;
}

const maxSeats = 100;

export type Seats = ReturnType<typeof createSeats>;

/** Who has which document open, and may do what in it: asked at the beginning, and again whenever it may have changed. */
export function createSeats({
  authorize,
  keep,
  onEdited,
}: {
  authorize: NotebookGate['authorize'];
  /** Keeps a document open until the returned function is called. */
  keep(id: NotebookId): () => void;
  onEdited(id: NotebookId, user: User): void;
}) {
  const sockets = new Set<LiveSocket>();
  const listSeats = () => [...sockets].flatMap(({ seats }) => [...seats]);

  function leave(seat: Seat): void {
    seat.socket.seats.delete(seat);
    seat.release();
  }

  function refuse(seat: Seat, reason: LiveRefusal): void {
    if (seat.refusal) return;
    seat.refusal = reason;
    seat.socket.refused.add(seat.id);
    seat.connection?.close({ code: 4403, reason });
  }

  function setReadOnly(seat: Seat, readOnly: boolean): void {
    const { config, connection } = seat;
    config.readOnly = readOnly;
    if (!connection || connection.readOnly === readOnly) return;
    connection.readOnly = readOnly;
    const scope = new OutgoingMessage(connection.messageAddress).writeAuthenticated(readOnly);
    connection.send(scope.toUint8Array());
  }

  async function check(seat: Seat): Promise<void> {
    seat.checks++;
    const { checks } = seat;
    try {
      const { project } = await authorize(seat.socket.user, seat.id, 'viewer');
      if (checks === seat.checks) setReadOnly(seat, !isAtLeast(project.role, 'editor'));
    } catch (error) {
      const { code } = toProblem(error);
      refuse(seat, code === 'internal' ? 'try-again' : 'not-found');
    }
  }

  const extension: Extension<LiveContext> = {
    async onAuthenticate({ documentName, connectionConfig, context: { socket } }) {
      const { data: id } = NotebookId.safeParse(documentName);
      if (!id) throw refusal('not-found');
      if (socket.seats.size >= maxSeats) throw refusal('too-many-requests');
      connectionConfig.readOnly = true;
      const seat: Seat = {
        socket,
        id,
        config: connectionConfig,
        connection: null,
        refusal: null,
        checks: 0,
        release: keep(id),
      };
      socket.seats.add(seat);
      await check(seat);
      if (!seat.refusal && sockets.has(socket)) return { seat };
      leave(seat);
      throw refusal(seat.refusal ?? 'not-found');
    },

    async connected({ context: { seat }, connection }) {
      if (!seat) return;
      seat.connection = connection;
      setReadOnly(seat, seat.config.readOnly);
      if (seat.refusal) connection.close({ code: 4403, reason: seat.refusal });
    },

    async beforeHandleMessage({ context: { seat } }) {
      if (seat?.refusal) throw refusal(seat.refusal);
    },

    async onDisconnect({ context: { seat } }) {
      if (seat) leave(seat);
    },

    async onChange({ context: { seat } }) {
      if (seat) onEdited(seat.id, seat.socket.user);
    },

    beforeHandleAwareness: checkPresence,
  };

  return {
    extension,
    refuse,

    /** @returns a function that says that it is gone. */
    join(socket: LiveSocket): () => void {
      sockets.add(socket);
      return () => {
        sockets.delete(socket);
        // The others leave when all that was sent before has got to their documents.
        for (const seat of socket.seats) if (!seat.connection) leave(seat);
      };
    },

    /** Pages that are connected. */
    countSockets: () => sockets.size,

    /** Asks again what a page may see. */
    checkSocket: ({ seats }: LiveSocket) => Promise.all([...seats].map(check)),

    async noteMemberChanged({ userId }: { userId: UserId }): Promise<void> {
      await Promise.all(listSeats().map((seat) => seat.socket.user.id === userId && check(seat)));
    },

    noteSignedOut(sessionId: string): void {
      for (const socket of sockets)
        if (socket.sessionId === sessionId) socket.end('not-signed-in', 'You have signed out.');
    },

    noteDeleted(id: NotebookId): void {
      for (const seat of listSeats()) if (seat.id === id) refuse(seat, 'not-found');
    },
  };
}

/** Without a message, so that Hocuspocus does not log it. */
const refusal = (reason: LiveRefusal) => Object.assign(new Error(), { reason });
