import { request } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Socket } from 'node:net';
import type { IssuedCertificate } from './certificate-authority.ts';

/** The web server in front of a GitLab, which does its TLS. */
export interface TlsFront {
  port: number;
  /** From which ports of this machine it has been connected to. */
  callers: number[];
  /** Shows another certificate from the next connection on. */
  use(certificate: IssuedCertificate): void;
  close(): Promise<void>;
}

/** @param findPort where the GitLab behind it listens, asked for each request */
export async function startTlsFront(
  { key, cert }: IssuedCertificate,
  findPort: () => number,
): Promise<TlsFront> {
  const server = createServer({ key, cert }, (incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const onward = request({ host: '127.0.0.1', port: findPort(), method, path: url, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(outgoing);
    });
    onward.on('error', () => outgoing.destroy());
    outgoing.on('close', () => onward.destroy());
    incoming.pipe(onward);
  });
  const callers: number[] = [];
  server.on('connection', (socket: Socket) => callers.push(socket.remotePort ?? 0));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    callers,
    use: (certificate) => server.setSecureContext(certificate),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
