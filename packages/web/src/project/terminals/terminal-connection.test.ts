import { EventEmitter, once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { TerminalClientMessage, TerminalServerMessage } from '@notelab/contract';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type WebSocket, WebSocketServer } from 'ws';
import { type ConnectionState, connectTerminal, type TerminalConnection } from './terminal-connection.ts';

/** The server's end of the connection, and everything that reaches it. */
let http: Server;
let pages: WebSocketServer;
let page: WebSocket;
let heard: TerminalClientMessage[];
const news = new EventEmitter();

/** The page's end, with a screen that writes down what it is to draw. */
let connection: TerminalConnection;
let drawn: string[];
let states: ConnectionState[];
let mayDraw: boolean;
let undrawn: (() => void)[];

const tell = (message: TerminalServerMessage) => page.send(JSON.stringify(message));
const snapshot = (screen: string) => tell({ type: 'snapshot', columns: 80, rows: 24, screen });
const now = () => states.at(-1)!;

/** Waits until something has come true; what comes in by the network makes it ask again. */
async function until(isTrue: () => boolean): Promise<void> {
  while (!isTrue()) await once(news, 'something');
}

beforeEach(async () => {
  heard = [];
  drawn = [];
  states = [];
  undrawn = [];
  mayDraw = true;
  http = createServer().listen(0, '127.0.0.1');
  await once(http, 'listening');
  pages = new WebSocketServer({ server: http });
  pages.on('connection', (socket) => {
    page = socket;
    socket.on('message', (data) => {
      heard.push(JSON.parse(String(data)));
      news.emit('something');
    });
    news.emit('something');
  });
  const joined = once(pages, 'connection');
  connection = connectTerminal({
    address: `ws://127.0.0.1:${(http.address() as AddressInfo).port}`,
    surface: {
      redraw: ({ screen }) => drawn.push(`redraw ${screen}`),
      resize: ({ columns, rows }) => drawn.push(`resize ${columns} ${rows}`),
      write(output, onDrawn) {
        drawn.push(output.length > 100 ? `${output.length} bytes` : new TextDecoder().decode(output));
        if (mayDraw) onDrawn();
        else undrawn.push(onDrawn);
        news.emit('something');
      },
    },
    onState(state) {
      states.push(state);
      news.emit('something');
    },
  });
  await joined;
});

afterEach(() => {
  connection.close();
  pages.close();
  http.close();
});

describe('a page joined to a terminal', () => {
  it('draws the snapshot, then the output and the sizes in their order', async () => {
    snapshot('hello');
    page.send(Buffer.from('first'));
    tell({ type: 'size', columns: 100, rows: 30 });
    page.send(Buffer.from('second'));
    await until(() => drawn.length === 4);
    expect(drawn).toEqual(['redraw hello', 'first', 'resize 100 30', 'second']);
    expect(now()).toMatchObject({ link: 'live' });
  });

  it('sends keys only while typing is allowed', async () => {
    snapshot('');
    await until(() => states.length === 1);
    connection.type('in vain');
    tell({ type: 'typing', allowed: true });
    await until(() => now().typing);
    connection.type('ls\r');
    connection.resize({ columns: 90, rows: 20 });
    await until(() => heard.length === 2);
    expect(heard).toEqual([
      { type: 'input', data: 'ls\r' },
      { type: 'resize', columns: 90, rows: 20 },
    ]);
  });

  it('sends a long paste in portions that together are the text, with every character whole', async () => {
    tell({ type: 'typing', allowed: true });
    await until(() => states.length === 1);
    const text = `x${'🦊'.repeat(200_000)}`;
    connection.type(text);
    const sent = () => heard.map((message) => (message.type === 'input' ? message.data : ''));
    await until(() => sent().join('').length === text.length);
    expect(sent().join('')).toBe(text);
    expect(sent().length).toBeGreaterThan(1);
    for (const portion of sent()) expect(portion.isWellFormed()).toBe(true);
  });

  it('says how much it has drawn once it is drawn, in portions', async () => {
    mayDraw = false;
    snapshot('');
    for (const size of [40_000, 40_000, 50_000]) page.send(Buffer.alloc(size));
    await until(() => undrawn.length === 3);
    connection.resize({ columns: 80, rows: 24 });
    await until(() => heard.length === 1);
    expect(heard).toEqual([{ type: 'resize', columns: 80, rows: 24 }]);
    for (const onDrawn of undrawn) onDrawn();
    await until(() => heard.length === 2);
    expect(heard[1]).toEqual({ type: 'drawn', bytes: 80_000 });
  });

  it('comes back by itself after a break and draws the new snapshot', async () => {
    snapshot('before');
    tell({ type: 'typing', allowed: true });
    await until(() => now()?.typing);
    page.terminate();
    await until(() => now().link === 'lost');
    expect(now().typing).toBe(false);
    await once(pages, 'connection');
    snapshot('before and after');
    await until(() => now().link === 'live');
    expect(drawn).toEqual(['redraw before', 'redraw before and after']);
  });

  it('connects anew at once when it is told that the network is back', async () => {
    snapshot('one');
    await until(() => states.length === 1);
    const first = page;
    connection.reconnect();
    await until(() => page !== first);
    snapshot('two');
    await until(() => drawn.length === 2);
    expect(now().link).toBe('live');
  });

  it('does not come back to a terminal that has ended', async () => {
    snapshot('bye');
    tell({ type: 'ended', reason: 'The shell has ended.' });
    await until(() => now()?.link === 'ended');
    expect(now()).toEqual({ link: 'ended', typing: false, reason: 'The shell has ended.' });
    page.close();
    await once(page, 'close');
    await new Promise(setImmediate);
    connection.reconnect();
    expect(now().link).toBe('ended');
    expect(states.map(({ link }) => link)).not.toContain('lost');
  });

  it('does not come back when it is told that it may not look any more', async () => {
    snapshot('');
    page.close(4403, 'Ada no longer shares this terminal.');
    await until(() => now()?.link === 'turned-away');
    expect(now().reason).toBe('Ada no longer shares this terminal.');
    const first = page;
    connection.reconnect();
    expect(now().link).toBe('turned-away');
    expect(page).toBe(first);
  });

  it('passes over what it does not understand', async () => {
    page.send('not JSON');
    page.send(JSON.stringify({ type: 'from the future' }));
    snapshot('still here');
    await until(() => drawn.length > 0);
    expect(drawn).toEqual(['redraw still here']);
  });
});
