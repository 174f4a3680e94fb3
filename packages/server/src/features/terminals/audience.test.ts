import type { TerminalServerMessage } from '@notelab/contract';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type Audience, createAudience, type Page } from './audience.ts';

const kibibyte = 1024;
const mebibyte = 1024 * kibibyte;
let audience: Audience;
let takenBytes: number;
let requests: number[];

beforeEach(() => {
  vi.useFakeTimers();
  takenBytes = 0;
  requests = [];
  audience = createAudience({
    take(bytes) {
      takenBytes += bytes;
    },
    requestSnapshot: (request) => void requests.push(request),
  });
});
afterEach(() => {
  audience.close();
  vi.useRealTimers();
});

class ShownPage implements Page {
  output = '';
  bytes = 0;
  messages: TerminalServerMessage[] = [];
  isTypist: boolean;
  constructor(isTypist: boolean) {
    this.isTypist = isTypist;
  }
  send = (output: Uint8Array) => {
    this.bytes += output.length;
    this.output = (this.output + Buffer.from(output).toString()).slice(0, 1000);
  };
  tell = (message: TerminalServerMessage) => void this.messages.push(message);
  types = () => this.isTypist;
}

function answerSnapshot(screen: string): void {
  const request = requests.at(-1)!;
  audience.beginSnapshot(request);
  audience.finishSnapshot(request, { columns: 80, rows: 24, screen });
}

function join(isTypist: boolean): ShownPage {
  const page = new ShownPage(isTypist);
  audience.join(page);
  answerSnapshot('');
  return page;
}

const show = (bytes: number) => audience.show(Buffer.alloc(bytes, 'x'));

describe('the audience of a terminal', () => {
  test('nobody keeps the shell waiting when nobody is there', () => {
    show(mebibyte);
    expect(takenBytes).toBe(mebibyte);
  });

  test('a page gets the screen first, then what came after it, and nothing twice', () => {
    const page = new ShownPage(true);
    audience.join(page);
    audience.show(Buffer.from('before '));
    audience.beginSnapshot(requests[0]!);
    audience.show(Buffer.from('after '));
    audience.finishSnapshot(requests[0]!, { columns: 80, rows: 24, screen: 'before ' });
    audience.show(Buffer.from('later'));
    expect(page.messages).toEqual([{ type: 'snapshot', columns: 80, rows: 24, screen: 'before ' }]);
    expect(page.output).toBe('after later');
  });

  test('the shell waits for the page that types to draw, and for nobody else', () => {
    const typist = join(true);
    const watcher = join(false);
    show(300 * kibibyte);
    expect(takenBytes).toBe(0);
    audience.noteDrawn(watcher, 300 * kibibyte);
    expect(takenBytes).toBe(0);
    audience.noteDrawn(typist, 100 * kibibyte);
    expect(takenBytes).toBe(100 * kibibyte);
  });

  test('of two pages that type the faster one sets the pace', () => {
    const fast = join(true);
    join(true);
    show(300 * kibibyte);
    audience.noteDrawn(fast, 300 * kibibyte);
    expect(takenBytes).toBe(300 * kibibyte);
  });

  test('the shell goes on when the page that types leaves', () => {
    const typist = join(true);
    show(300 * kibibyte);
    audience.leave(typist);
    expect(takenBytes).toBe(300 * kibibyte);
  });

  test('a page that is far behind is left alone, and gets a new picture when it has caught up', () => {
    const watcher = join(false);
    for (let index = 0; index < 50; index++) show(64 * kibibyte);
    expect(watcher.bytes).toBe(2 * mebibyte);
    expect(requests.length).toBe(1);
    audience.noteDrawn(watcher, mebibyte);
    show(kibibyte);
    expect(watcher.bytes).toBe(2 * mebibyte);
    audience.noteDrawn(watcher, mebibyte);
    expect(requests.length).toBe(2);
    answerSnapshot('the present');
    show(kibibyte);
    expect(watcher.messages.at(-1)).toMatchObject({ screen: 'the present' });
    expect(watcher.bytes).toBe(2 * mebibyte + kibibyte);
  });

  test('a page that types but draws nothing for seconds is waited for no more, until it draws again', () => {
    const typist = join(true);
    show(800 * kibibyte);
    vi.advanceTimersByTime(4_900);
    expect(takenBytes).toBe(0);
    vi.advanceTimersByTime(200);
    expect(takenBytes).toBe(800 * kibibyte);
    audience.noteDrawn(typist, 700 * kibibyte);
    show(100 * kibibyte);
    expect(takenBytes).toBe(800 * kibibyte);
  });

  test('a page that draws slowly is waited for', () => {
    const typist = join(true);
    show(1000 * kibibyte);
    for (let second = 0; second < 20; second++) {
      vi.advanceTimersByTime(1000);
      audience.noteDrawn(typist, kibibyte);
    }
    expect(takenBytes).toBe(20 * kibibyte);
  });
});
