import { request } from 'node:http';
import { stripVTControlCharacters } from 'node:util';
import { type TerminalClientMessage, type TerminalId, TerminalServerMessage } from '@notelab/contract';
import type { Client } from './client.ts';

/** One open page of a terminal: what the web app's would be, without a screen to draw on. */
export interface TerminalPage {
  /** The latest the shell said since this page joined, as text without colours and the like. */
  text(): string;
  /** Bytes of output so far. */
  receivedBytes(): number;
  /** The screen with its scrollback as it was when this page joined, or when it was last redrawn. */
  snapshot(): string;
  /** How often the page was redrawn. */
  snapshots(): number;
  typingAllowed(): boolean | null;
  size(): { columns: number; rows: number };
  /** Why the terminal ended, or null. */
  ended(): string | null;
  send(message: TerminalClientMessage | Record<string, unknown>): void;
  type(data: string): void;
  /** Runs a command line in the shell. @returns what it said, the latest of it at least, and how it ended. */
  run(command: string): Promise<{ output: string; exitCode: number }>;
  /** Waits until `holds` does; it is asked whenever something arrives. */
  until(holds: (page: TerminalPage) => boolean, what?: string): Promise<void>;
  /** Draws no more, as a page in a tab that sleeps. */
  stopDrawing(): void;
  /** Draws again, also what it had not. */
  resumeDrawing(): void;
  /** Resolves when the connection ends. */
  closed: Promise<{ code: number; reason: string }>;
  close(): void;
}

const waitMs = 20_000;
const keptCharacters = 128 * 1024;
let commands = 0;

/** Opens a terminal as the page of a person does, and draws at once whatever comes. */
export async function openTerminalPage(
  client: Client,
  terminalId: TerminalId,
  { onOutput }: { onOutput?: (data: Uint8Array) => void } = {},
): Promise<TerminalPage> {
  const address = `${client.baseUrl.replace('http', 'ws')}/api/terminals/${terminalId}/socket`;
  const headers = { cookie: client.cookies(), origin: client.baseUrl };
  // Node's own WebSocket takes headers, which a browser's does not.
  const socket = new WebSocket(address, { headers } as unknown as string[]);
  socket.binaryType = 'arraybuffer';
  const decoder = new TextDecoder();
  const waiting = new Set<() => void>();
  let raw = '';
  let receivedBytes = 0;
  let undrawnBytes = 0;
  let isDrawing = true;
  let snapshots: Extract<TerminalServerMessage, { type: 'snapshot' }>[] = [];
  let snapshotCount = 0;
  let size = { columns: 0, rows: 0 };
  let typingAllowed: boolean | null = null;
  let ended: string | null = null;
  let isClosed = false;
  const closed = Promise.withResolvers<{ code: number; reason: string }>();

  function draw(): void {
    if (!isDrawing || undrawnBytes === 0) return;
    page.send({ type: 'drawn', bytes: undrawnBytes });
    undrawnBytes = 0;
  }

  function hear(message: TerminalServerMessage): void {
    if (message.type === 'snapshot') {
      snapshots = [message];
      snapshotCount++;
      size = { columns: message.columns, rows: message.rows };
    } else if (message.type === 'size') size = { columns: message.columns, rows: message.rows };
    else if (message.type === 'typing') typingAllowed = message.allowed;
    else ended = message.reason;
  }

  socket.onmessage = ({ data }: MessageEvent<ArrayBuffer | string>) => {
    if (typeof data === 'string') hear(TerminalServerMessage.parse(JSON.parse(data)));
    else {
      const bytes = new Uint8Array(data);
      receivedBytes += bytes.length;
      undrawnBytes += bytes.length;
      raw = (raw + decoder.decode(bytes, { stream: true })).slice(-keptCharacters);
      onOutput?.(bytes);
      draw();
    }
    for (const look of waiting) look();
  };
  socket.onclose = ({ code, reason }) => {
    isClosed = true;
    closed.resolve({ code, reason });
    for (const look of waiting) look();
  };

  const page: TerminalPage = {
    text: () => toText(raw),
    receivedBytes: () => receivedBytes,
    snapshot: () => toText(snapshots[0]?.screen ?? ''),
    snapshots: () => snapshotCount,
    typingAllowed: () => typingAllowed,
    size: () => size,
    ended: () => ended,
    send: (message) => socket.send(JSON.stringify(message)),
    type: (data) => page.send({ type: 'input', data }),

    async run(command) {
      commands++;
      const number = commands;
      // The marks are not in the line itself, which the shell shows while it is typed.
      page.type(
        ` printf '<%s-${number}>\\n' begin; { ${command}\n}; printf '<%s-${number}-%s>\\n' end "$?"\n`,
      );
      const end = new RegExp(`<end-${number}-(\\d+)>`);
      await page.until(() => end.test(page.text()), `the end of ${command}`);
      const [said = '', exitCode] = page.text().split(end);
      return { output: said.split(`<begin-${number}>\n`).at(-1)!, exitCode: Number(exitCode) };
    },

    until: (holds, what = 'something') =>
      new Promise((resolve, reject) => {
        const look = () => {
          if (!holds(page) && !isClosed) return;
          waiting.delete(look);
          clearTimeout(timer);
          if (holds(page)) resolve();
          else
            reject(new Error(`The connection ended while waiting for ${what}:\n${page.text().slice(-2000)}`));
        };
        const timer = setTimeout(() => {
          waiting.delete(look);
          reject(new Error(`Waited in vain for ${what}:\n${page.text().slice(-2000)}`));
        }, waitMs);
        waiting.add(look);
        look();
      }),

    stopDrawing() {
      isDrawing = false;
    },
    resumeDrawing() {
      isDrawing = true;
      draw();
    },
    closed: closed.promise,
    close: () => socket.close(),
  };

  await page.until(() => snapshotCount > 0 && typingAllowed !== null, 'the screen');
  return page;
}

const toText = (output: string) => stripVTControlCharacters(output).replaceAll('\r', '');

/** The status with which Notelab answers the wish for a terminal's WebSocket: 101 when it is granted. */
export function upgradeStatus(
  client: Client,
  path: string,
  { origin = client.baseUrl }: { origin?: string | null } = {},
): Promise<number> {
  return new Promise((resolve, reject) => {
    const upgrade = request(`${client.baseUrl}${path}`, {
      agent: false,
      headers: {
        cookie: client.cookies(),
        ...(origin !== null && { origin }),
        connection: 'Upgrade',
        upgrade: 'websocket',
        'sec-websocket-version': '13',
        'sec-websocket-key': Buffer.from('notelab-terminal').toString('base64'),
      },
    });
    upgrade.on('upgrade', (_, socket) => {
      socket.destroy();
      resolve(101);
    });
    upgrade.on('response', (response) => {
      response.resume();
      resolve(response.statusCode ?? 0);
    });
    upgrade.on('error', reject).end();
  });
}
