import type {} from '@fastify/websocket';
import { TerminalClientMessage, TerminalId } from '@notelab/contract';
import type { FastifyRequest } from 'fastify';
import type { RawData } from 'ws';
import { toProblem } from '../../http/reply-with-problem.ts';
import type { Router } from '../../http/route.ts';
import { type CloseReason, closeCodes, closeSocket, keepChecking } from '../../http/sockets.ts';
import { fail } from '../../problem.ts';
import type { Session, Users } from '../users/users.ts';
import type { Seat } from './running-terminal.ts';
import type { Terminals } from './terminals.ts';

/** `GET /api/terminals/:terminalId/socket`: screen and keys of one terminal, as the contract describes them. */
export function terminalSocket(
  router: Router,
  { terminals, users }: { terminals: Terminals; users: Users },
): void {
  const sessions = new WeakMap<FastifyRequest, Session>();

  /** Throws unless the request comes from somebody who may see the terminal. */
  async function admit(request: FastifyRequest): Promise<Session> {
    const session = (await users.findSession(request)) ?? fail('not-signed-in', 'Sign in to go on.');
    await terminals.find(session.user, readId(request));
    return session;
  }

  router.app.get(
    '/api/terminals/:terminalId/socket',
    {
      websocket: true,
      // Each costs a picture of the screen.
      config: { rateLimit: { max: 300, timeWindow: 60_000 } },
      // Before the connection becomes a WebSocket: who is refused gets an answer like everywhere else.
      preValidation: async (request) => void sessions.set(request, await admit(request)),
    },
    (socket, request) => {
      const { id: sessionId, user } = sessions.get(request)!;
      const close = (code: CloseReason, reason: string) => closeSocket(socket, code, reason);
      const seat = terminals.join(readId(request), {
        user,
        sessionId,
        tell: (message) => socket.send(JSON.stringify(message)),
        send: (output) => socket.send(output),
        turnAway(code, reason) {
          // At once, not when the other side has answered.
          seat?.leave();
          close(code, reason);
        },
      });
      if (!seat) return close('not-found', 'There is no such terminal.');
      socket.on('message', (data, isBinary) => {
        if (!obey(seat, data, isBinary)) close('invalid-input', 'This message cannot be read.');
      });
      const stopChecking = keepChecking(socket, () =>
        admit(request).catch((error) => {
          const { code, detail } = toProblem(error);
          seat.leave();
          close(code in closeCodes ? (code as CloseReason) : 'forbidden', detail);
        }),
      );
      socket.on('close', () => {
        stopChecking();
        seat.leave();
      });
      return undefined;
    },
  );
}

function readId(request: FastifyRequest): TerminalId {
  const { data } = TerminalId.safeParse((request.params as { terminalId: string }).terminalId);
  return data ?? fail('not-found', 'There is no such terminal.');
}

/** @returns whether the message could be understood. */
function obey(seat: Seat, data: RawData, isBinary: boolean): boolean {
  const message = isBinary ? null : parseMessage(data.toString());
  if (!message) return false;
  if (message.type === 'input') seat.type(message.data);
  else if (message.type === 'resize') seat.resize({ columns: message.columns, rows: message.rows });
  else seat.noteDrawn(message.bytes);
  return true;
}

function parseMessage(text: string): TerminalClientMessage | null {
  try {
    return TerminalClientMessage.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}
