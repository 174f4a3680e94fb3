import { createServer } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';

/** A company's HTTP proxy: opens tunnels (CONNECT) for those who know its password, and nothing else. */
export interface ConnectProxy {
  /** With user name and password. */
  url: string;
  /** Without them. */
  address: string;
  /** Where tunnels led, in order. */
  targets: string[];
  /** The proxy's own ports towards those targets. */
  localPorts: Set<number>;
  close(): Promise<void>;
}

export async function startConnectProxy(
  { user, password }: { user: string; password: string } = { user: 'notelab', password: 'p@ss:word' },
): Promise<ConnectProxy> {
  const targets: string[] = [];
  const localPorts = new Set<number>();
  const sockets = new Set<Socket>();
  const expected = `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
  const server = createServer((_, response) => response.writeHead(405).end());

  server.on('connect', (request, socket: Socket, head) => {
    sockets.add(socket.on('close', () => sockets.delete(socket)).on('error', () => {}));
    if (request.headers['proxy-authorization'] !== expected) {
      socket.end(
        'HTTP/1.1 407 Proxy Authentication Required\r\nproxy-authenticate: Basic realm="Acme"\r\n\r\n',
      );
      return;
    }
    const { hostname, port } = new URL(`http://${request.url}`);
    targets.push(request.url ?? '');
    const onward = connect({ host: hostname, port: Number(port || 80) }, () => {
      localPorts.add(onward.localPort ?? 0);
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
      onward.write(head);
      socket.pipe(onward).pipe(socket);
    });
    onward.on('error', () => socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'));
    sockets.add(onward.on('close', () => sockets.delete(onward)));
  });

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://${encodeURIComponent(user)}:${encodeURIComponent(password)}@127.0.0.1:${port}`,
    address: `http://127.0.0.1:${port}`,
    targets,
    localPorts,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
