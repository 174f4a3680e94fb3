import type { FromHost, Size, ToHost } from './messages.ts';
import { openPty, type Pty } from './open-pty.ts';
import { createScreen } from './screen.ts';

/** Output that is not on the screen yet. */
const maxUndrawnBytes = 512 * 1024;
/** Output that the server has not passed on yet. */
const maxUntakenBytes = 1024 * 1024;
/** The first output after a pause goes out at once; what follows closely goes out together. */
const gatherMs = 4;
const gatherBytes = 64 * 1024;
const resizeEveryMs = 100;

export type HostedTerminal = ReturnType<typeof hostTerminal>;

/**
 * One screen, and the shell behind it while there is one. The shell is paused while its output is ahead of the
 * screen or of the server, so that no output is lost and none piles up.
 */
export function hostTerminal(id: string, size: Size, send: (message: FromHost) => void) {
  const screen = createScreen(size);
  let pty: Pty | null = null;
  let undrawnBytes = 0;
  let untakenBytes = 0;
  let gathered: Buffer[] = [];
  let gatheredBytes = 0;
  let timer: NodeJS.Timeout | null = null;
  let sentAtMs = 0;
  let wantedSize = size;
  let shownSize = size;
  let resizing: NodeJS.Timeout | null = null;

  function pace(): void {
    if (undrawnBytes > maxUndrawnBytes || untakenBytes > maxUntakenBytes) pty?.pause();
    else pty?.resume();
  }

  function show(data: Buffer): void {
    gathered.push(data);
    gatheredBytes += data.length;
    const waitMs = sentAtMs + gatherMs - performance.now();
    if (gatheredBytes >= gatherBytes || waitMs <= 0) flush();
    else timer ??= setTimeout(flush, waitMs);
  }

  function flush(): void {
    if (timer) clearTimeout(timer);
    timer = null;
    if (gatheredBytes === 0) return;
    const data = Buffer.concat(gathered);
    gathered = [];
    gatheredBytes = 0;
    sentAtMs = performance.now();
    send({ type: 'output', id, data });
    untakenBytes += data.length;
    undrawnBytes += data.length;
    screen.draw(data, () => {
      undrawnBytes -= data.length;
      pace();
    });
    pace();
  }

  function start({ command, owner, columns, rows }: Extract<ToHost, { type: 'start' }>) {
    let started: Pty;
    try {
      started = openPty(command, { columns, rows }, owner);
    } catch (error) {
      return send({ type: 'failed', id, reason: String(error) });
    }
    pty = started;
    wantedSize = { columns, rows };
    applySize();
    pace();
    started.onOutput(show);
    started.onExit((exit) => {
      if (pty === started) pty = null;
      flush();
      send({ type: 'exited', id, ...exit });
    });
    send({ type: 'started', id, pid: started.pid });
  }

  /** Laying out a long scrollback anew takes a moment, so of sizes that come in haste only the last one counts. */
  function resize(next: Size): void {
    wantedSize = next;
    if (resizing) return;
    applySize();
    resizing = setTimeout(() => {
      resizing = null;
      applySize();
    }, resizeEveryMs);
  }

  function applySize(): void {
    const { columns, rows } = wantedSize;
    if (columns === shownSize.columns && rows === shownSize.rows) return;
    shownSize = wantedSize;
    screen.resize(shownSize);
    pty?.resize(shownSize);
  }

  return {
    start,
    resize,
    type: (data: string) => pty?.write(data),
    say: (text: string) => show(Buffer.from(text)),
    noteTaken(bytes: number) {
      untakenBytes -= bytes;
      pace();
    },
    async sendSnapshot(request: number) {
      flush();
      send({ type: 'snapshot-begins', id, request });
      send({ type: 'snapshot', id, request, ...(await screen.takeSnapshot()) });
    },
    close() {
      if (timer) clearTimeout(timer);
      if (resizing) clearTimeout(resizing);
      screen.close();
    },
  };
}
