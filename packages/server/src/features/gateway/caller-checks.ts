import type { Socket } from 'node:net';
import type { Pass } from '../passes/passes.ts';

export interface CallerChecks {
  /** Whether the process at the other end of the connection may use the pass. */
  accepts(pass: Pass, socket: Socket): Promise<boolean>;
}

/** Asks once per connection and pass: who owns a connection does not change while it lasts. */
export function createCallerChecks(): CallerChecks {
  const asked = new WeakMap<Socket, Map<string, Promise<boolean>>>();
  return {
    async accepts(pass, socket) {
      const { remotePort, localPort } = socket;
      if (!pass.isCaller) return true;
      if (remotePort === undefined || localPort === undefined) return false;
      const ofSocket = asked.get(socket) ?? new Map<string, Promise<boolean>>();
      asked.set(socket, ofSocket);
      // A question that cannot be answered is answered with no.
      const answer = ofSocket.get(pass.id) ?? pass.isCaller({ remotePort, localPort }).catch(() => false);
      ofSocket.set(pass.id, answer);
      return answer;
    },
  };
}
