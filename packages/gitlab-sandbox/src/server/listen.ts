import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';

const attempts = 5;

function listenOnIpv6Loopback(app: FastifyInstance, port: number): Promise<Server | null> {
  return new Promise((resolve, reject) => {
    const server = createServer({ requestTimeout: 0 }, (request, response) => app.routing(request, response));
    server.once('error', (error: NodeJS.ErrnoException) => {
      const isUnavailable = error.code === 'EADDRNOTAVAIL' || error.code === 'EAFNOSUPPORT';
      if (isUnavailable) resolve(null);
      else reject(error);
    });
    server.listen({ port, host: '::1' }, () => resolve(server));
  });
}

export interface Listening {
  port: number;
  close(): Promise<void>;
}

async function listenOnce(app: FastifyInstance, host: string, port: number): Promise<Listening> {
  await app.listen({ host, port });
  const actualPort = (app.server.address() as AddressInfo).port;
  const second = host === '127.0.0.1' ? await listenOnIpv6Loopback(app, actualPort) : null;
  return {
    port: actualPort,
    close: async () => {
      if (second) {
        const closed = new Promise((resolve) => second.close(resolve));
        second.closeAllConnections();
        await closed;
      }
      await app.close();
    },
  };
}

/**
 * Listens on IPv4 and, where there is one, on the IPv6 loopback address under the same port, so that
 * `localhost` works whichever way it resolves.
 */
export async function listen(
  createApp: () => FastifyInstance,
  host: string,
  port: number,
): Promise<Listening> {
  for (let attempt = 1; ; attempt += 1) {
    const app = createApp();
    try {
      return await listenOnce(app, host, port);
    } catch (error) {
      await app.close();
      const isTaken = (error as NodeJS.ErrnoException).code === 'EADDRINUSE';
      // A free IPv4 port may be taken on IPv6; another random port will do.
      if (!isTaken || port !== 0 || attempt === attempts) throw error;
    }
  }
}
