import type { TerminalServerMessage } from '@notelab/contract';
import type { Size } from './host/messages.ts';

/** One open page that shows a terminal. */
export interface Page {
  /** Output of the shell as it is. */
  send(output: Uint8Array): void;
  tell(message: TerminalServerMessage): void;
  /** Whether the shell waits for this page to draw: its output is for who types. */
  types(): boolean;
}

export interface Audience {
  join(page: Page): void;
  leave(page: Page): void;
  noteDrawn(page: Page, bytes: number): void;
  /** Output of the shell, and where a snapshot stands in it. */
  show(output: Uint8Array): void;
  beginSnapshot(request: number): void;
  finishSnapshot(request: number, snapshot: Size & { screen: string }): void;
  /** Who types has changed. */
  reconsider(): void;
  close(): void;
}

interface Seat {
  page: Page;
  /** Null while the page draws what it is sent. */
  catchUp: { request: number; begun: boolean; queue: Uint8Array[] } | null;
  /** Bytes sent and not drawn yet. */
  aheadBytes: number;
  /** So far behind that it is sent nothing until it has caught up. */
  behind: boolean;
  /** The page did not draw for long: the shell no longer waits for it. */
  stalled: boolean;
  timer: NodeJS.Timeout | null;
}

/** A page that is so far behind is left alone until it has caught up, and then gets a new picture of the screen. */
const behindBytes = 2 * 1024 * 1024;
const caughtUpBytes = 256 * 1024;
/** Pages tell what they have drawn in portions; less than this is no reason to suspect anything. */
const waitingBytes = 512 * 1024;
const stalledMs = 5_000;

/**
 * Brings a terminal's output to the pages that show it. The fastest page of who types sets the pace of the shell and
 * misses nothing; every other page that falls behind skips to the present. Without such a page the shell runs freely.
 * @param take tells the screen's process how many bytes of output have been dealt with
 */
export function createAudience({
  take,
  requestSnapshot,
}: {
  take(bytes: number): void;
  requestSnapshot(request: number): void;
}): Audience {
  const seats = new Map<Page, Seat>();
  let requests = 0;
  let untakenBytes = 0;

  function catchUp(seat: Seat): void {
    requests++;
    Object.assign(seat, { aheadBytes: 0, behind: false, stalled: false });
    seat.catchUp = { request: requests, begun: false, queue: [] };
    requestSnapshot(requests);
  }

  function deliver(seat: Seat, output: Uint8Array): void {
    if (seat.catchUp) {
      if (seat.catchUp.begun) seat.catchUp.queue.push(output);
      return;
    }
    if (seat.aheadBytes + output.length > behindBytes) seat.behind = true;
    if (seat.behind) return;
    seat.aheadBytes += output.length;
    seat.page.send(output);
    watchFor(seat);
  }

  /** Gives up waiting for a page that draws nothing although it has enough to draw. */
  function watchFor(seat: Seat): void {
    if (seat.aheadBytes <= waitingBytes) return;
    seat.timer ??= setTimeout(() => {
      seat.timer = null;
      seat.stalled = true;
      reconsider();
    }, stalledMs);
  }

  function calm(seat: Seat): void {
    if (seat.timer) clearTimeout(seat.timer);
    seat.timer = null;
  }

  /** Passes on to the shell what the fastest page of who types has drawn. */
  function reconsider(): void {
    let keepBytes = Number.POSITIVE_INFINITY;
    for (const { page, stalled, behind, aheadBytes, catchUp: waiting } of seats.values())
      if (page.types() && !stalled && !behind && !waiting) keepBytes = Math.min(keepBytes, aheadBytes);
    if (keepBytes === Number.POSITIVE_INFINITY) keepBytes = 0;
    const bytes = untakenBytes - keepBytes;
    if (bytes <= 0) return;
    untakenBytes -= bytes;
    take(bytes);
  }

  return {
    reconsider,

    join(page) {
      const seat: Seat = {
        page,
        catchUp: null,
        aheadBytes: 0,
        behind: false,
        stalled: false,
        timer: null,
      };
      seats.set(page, seat);
      catchUp(seat);
    },

    leave(page) {
      const seat = seats.get(page);
      if (!seat) return;
      calm(seat);
      seats.delete(page);
      reconsider();
    },

    noteDrawn(page, bytes) {
      const seat = seats.get(page);
      if (!seat) return;
      seat.aheadBytes = Math.max(0, seat.aheadBytes - bytes);
      seat.stalled = false;
      calm(seat);
      watchFor(seat);
      if (seat.behind && seat.aheadBytes < caughtUpBytes) catchUp(seat);
      reconsider();
    },

    show(output) {
      untakenBytes += output.length;
      for (const seat of seats.values()) deliver(seat, output);
      reconsider();
    },

    beginSnapshot(request) {
      for (const { catchUp: waiting } of seats.values())
        if (waiting?.request === request) waiting.begun = true;
    },

    finishSnapshot(request, snapshot) {
      for (const seat of seats.values()) {
        const { catchUp: waiting, page } = seat;
        if (waiting?.request !== request) continue;
        seat.catchUp = null;
        page.tell({ type: 'snapshot', ...snapshot });
        for (const output of waiting.queue) deliver(seat, output);
      }
      reconsider();
    },

    close() {
      for (const seat of seats.values()) calm(seat);
      seats.clear();
    },
  };
}
