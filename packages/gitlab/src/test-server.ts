import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { guardedDispatcher } from './guarded-dispatcher.ts';

export interface ReceivedRequest {
  method: string;
  /** Path and query as sent. */
  url: string;
  headers: IncomingMessage['headers'];
  body: string;
}

export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  json?: unknown;
  text?: string;
  /** Breaks the connection instead of answering. */
  breaks?: boolean;
  delayMs?: number;
}

export interface TestServer {
  origin: string;
  requests: ReceivedRequest[];
}

/** A loopback HTTP(S) server that answers as told and stops at the end of the test. */
export async function startTestServer(
  answer: (request: ReceivedRequest) => Answer,
  tls?: { key: string; cert: string },
): Promise<TestServer> {
  const requests: ReceivedRequest[] = [];
  const listener = async (incoming: IncomingMessage, response: ServerResponse) => {
    const chunks: Buffer[] = [];
    for await (const chunk of incoming) chunks.push(chunk);
    const request = {
      method: incoming.method ?? '',
      url: incoming.url ?? '',
      headers: incoming.headers,
      body: Buffer.concat(chunks).toString(),
    };
    requests.push(request);
    const { status = 200, headers = {}, json, text = '', breaks, delayMs = 0 } = answer(request);
    if (breaks) return incoming.socket.destroy();
    const type = json === undefined ? 'text/plain' : 'application/json';
    const send = () => {
      response.writeHead(status, { 'content-type': type, ...headers });
      response.end(json === undefined ? text : JSON.stringify(json));
    };
    if (delayMs === 0) return send();
    const timer = setTimeout(send, delayMs);
    response.on('close', () => clearTimeout(timer));
  };
  const server = tls ? createTlsServer(tls, listener) : createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return { origin: `${tls ? 'https' : 'http'}://127.0.0.1:${port}`, requests };
}

/** A dispatcher that reaches the test servers, closed at the end of the test. */
export function testDispatcher(ca?: string) {
  const dispatcher = guardedDispatcher({ allowPrivateHosts: true, ca });
  onTestFinished(() => dispatcher.destroy());
  return dispatcher;
}
