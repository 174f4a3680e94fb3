import { describe, expect, test } from 'vitest';
import { toPktLine } from './pkt-lines.ts';
import { createPushResultReader } from './push-result.ts';

const flush = Buffer.from('0000');
const report = (...lines: string[]) => Buffer.concat([...lines.map((line) => toPktLine(line)), flush]);
const band = (number: number, bytes: Buffer) => toPktLine(Buffer.concat([Buffer.from([number]), bytes]));

function read(capabilities: string[], bytes: Buffer, pieceBytes = bytes.length) {
  const reader = createPushResultReader({ capabilities, refs: ['refs/heads/main', 'refs/heads/b'] });
  for (let at = 0; at < bytes.length; at += pieceBytes) reader.push(bytes.subarray(at, at + pieceBytes));
  return reader.resultOf('refs/heads/main');
}

describe('the result of a push', () => {
  test.each([1, 7, 1000])('is read out of the sideband, in pieces of %d bytes', (pieceBytes) => {
    const told = report('unpack ok\n', 'ok refs/heads/main\n');
    const bytes = Buffer.concat([
      band(2, Buffer.from('Resolving deltas')),
      band(1, told.subarray(0, 9)),
      band(2, Buffer.from('To create a merge request…')),
      band(1, told.subarray(9)),
      flush,
    ]);
    expect(read(['report-status', 'side-band-64k'], bytes, pieceBytes)).toEqual({ kind: 'accepted' });
  });

  test('is read without a sideband too', () => {
    expect(read(['report-status'], report('unpack ok', 'ok refs/heads/main'))).toEqual({ kind: 'accepted' });
  });

  test.each([
    [
      'a ref that was declined',
      ['unpack ok', 'ng refs/heads/main pre-receive hook declined'],
      'pre-receive hook declined',
    ],
    ['one of two', ['unpack ok', 'ok refs/heads/b', 'ng refs/heads/main no'], 'no'],
    ['one that is also said to be fine', ['ng refs/heads/main no', 'ok refs/heads/main'], 'no'],
    [
      'a pack that could not be stored',
      ['unpack index-pack failed', 'ng refs/heads/main unpacker error'],
      'unpack index-pack failed',
    ],
  ])('is a rejection for %s', (_case, lines, reason) => {
    expect(read(['report-status'], report(...lines))).toEqual({ kind: 'rejected', reason });
  });

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['a page', Buffer.from('<html>')],
    ['half a report', toPktLine('unpack ok')],
    ['a report about another ref', report('unpack ok', 'ok refs/heads/b', 'ok refs/heads/main2')],
  ])('is unknown after %s', (_case, bytes) => {
    expect(read(['report-status'], bytes)).toEqual({ kind: 'unknown' });
  });

  test('takes no memory from an endless answer', () => {
    const reader = createPushResultReader({ capabilities: ['side-band-64k'], refs: ['refs/heads/main'] });
    const noise = band(2, Buffer.alloc(60_000));
    const before = process.memoryUsage().external;
    for (let count = 0; count < 5000; count++) reader.push(noise);
    expect(process.memoryUsage().external - before).toBeLessThan(150_000_000);
    expect(reader.resultOf('refs/heads/main')).toEqual({ kind: 'unknown' });
  });
});
