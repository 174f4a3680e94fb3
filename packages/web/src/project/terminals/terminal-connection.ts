import { type TerminalClientMessage, TerminalServerMessage } from '@notelab/contract';

export interface TerminalSize {
  columns: number;
  rows: number;
}

/** What a connection draws on. Calls take effect in their order. */
export interface DrawingSurface {
  /** Forgets everything, the scrollback too, and draws this instead. */
  redraw(snapshot: TerminalSize & { screen: string }): void;
  write(output: Uint8Array, onDrawn: () => void): void;
  resize(size: TerminalSize): void;
}

export interface ConnectionState {
  /**
   * `lost`: the connection broke and is being made again. `ended`: the terminal did. `turned-away`: this page may
   * not see it any more.
   */
  link: 'connecting' | 'live' | 'lost' | 'ended' | 'turned-away';
  /** Whether what this page types is taken. */
  typing: boolean;
  /** Why the terminal ended, or the page was turned away. */
  reason: string | null;
}

export interface TerminalConnection {
  /** Keys and pasted text; dropped while there is no connection. */
  type(data: string): void;
  resize(size: TerminalSize): void;
  /** Connects anew at once: for when the network is back. */
  reconnect(): void;
  close(): void;
}

interface ConnectionOptions {
  /** `ws:` or `wss:` address of the terminal's socket. */
  address: string;
  surface: DrawingSurface;
  onState: (state: ConnectionState) => void;
}

const firstPauseMs = 500;
const longestPauseMs = 15_000;
/** Close codes with which the server says that coming back is of no use: signed out, or not for this person. */
const finalCloseCodes = [4401, 4403];
/** The server is told about drawn output in portions of this size. */
const drawnPortionBytes = 64 * 1024;
const inputPortion = 64 * 1024;

/** Joins a page to a terminal: draws what the shell says, sends what is typed, and comes back after a break. */
export function connectTerminal({ address, surface, onState }: ConnectionOptions): TerminalConnection {
  let socket: WebSocket | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pauseMs = firstPauseMs;
  let state: ConnectionState = { link: 'connecting', typing: false, reason: null };

  const change = (next: Partial<ConnectionState>) => {
    state = { ...state, ...next };
    onState(state);
  };
  const send = (message: TerminalClientMessage) => {
    if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify(message));
  };

  const hear = (message: TerminalServerMessage) => {
    switch (message.type) {
      case 'snapshot':
        pauseMs = firstPauseMs;
        surface.redraw(message);
        return change({ link: 'live' });
      case 'size':
        return surface.resize(message);
      case 'typing':
        return change({ typing: message.allowed });
      case 'ended':
        return change({ link: 'ended', typing: false, reason: message.reason });
    }
  };

  const open = () => {
    const opened = new WebSocket(address);
    socket = opened;
    opened.binaryType = 'arraybuffer';
    let drawnBytes = 0;
    opened.onmessage = ({ data }: MessageEvent<ArrayBuffer | string>) => {
      if (socket !== opened) return;
      if (typeof data === 'string') {
        const message = parseServerMessage(data);
        if (message) hear(message);
        return;
      }
      surface.write(new Uint8Array(data), () => {
        drawnBytes += data.byteLength;
        if (drawnBytes < drawnPortionBytes || socket !== opened) return;
        send({ type: 'drawn', bytes: drawnBytes });
        drawnBytes = 0;
      });
    };
    opened.onclose = ({ code, reason }) => {
      if (socket !== opened) return;
      socket = null;
      if (state.link === 'ended') return;
      if (finalCloseCodes.includes(code)) return change({ link: 'turned-away', typing: false, reason });
      change({ link: 'lost', typing: false });
      timer = setTimeout(open, pauseMs);
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
    };
  };
  const drop = () => {
    clearTimeout(timer);
    const dropped = socket;
    socket = null;
    dropped?.close();
  };

  open();
  return {
    type(data) {
      if (state.typing) for (const portion of inPortions(data)) send({ type: 'input', data: portion });
    },
    resize({ columns, rows }) {
      send({ type: 'resize', columns, rows });
    },
    reconnect() {
      if (state.link === 'ended' || state.link === 'turned-away') return;
      drop();
      change({ link: 'lost', typing: false });
      open();
    },
    close: drop,
  };
}

/** Where a terminal's socket is, on the site that the page came from. */
export function terminalAddress(terminalId: string): string {
  const address = new URL(`/api/terminals/${encodeURIComponent(terminalId)}/socket`, window.location.href);
  address.protocol = address.protocol.replace('http', 'ws');
  return address.href;
}

/** Null for what this page does not understand: a newer server may say more. */
function parseServerMessage(text: string): TerminalServerMessage | null {
  try {
    return TerminalServerMessage.safeParse(JSON.parse(text)).data ?? null;
  } catch {
    return null;
  }
}

/** A pasted text in messages that the server takes, without cutting a character in two. */
function* inPortions(data: string): Generator<string> {
  let from = 0;
  while (from < data.length) {
    let to = Math.min(from + inputPortion, data.length);
    const last = data.charCodeAt(to - 1);
    if (to < data.length && last >= 0xd800 && last < 0xdc00) to += 1;
    yield data.slice(from, to);
    from = to;
  }
}
