import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cloneWeights, createProgressMeter, type GitProgress, parseProgressLine } from './progress.ts';
import { createStderrReader } from './stderr-reader.ts';

function readClone(stderr: string): GitProgress[] {
  const seen: GitProgress[] = [];
  const meter = createProgressMeter(cloneWeights, (progress) => seen.push(progress));
  const reader = createStderrReader((line) => meter.read(line));
  reader.push(Buffer.from(stderr));
  reader.finish();
  return seen;
}

test('a line of the meter is read with its share and its bytes', () => {
  expect(parseProgressLine('Receiving objects:  45% (450/1000), 1.50 MiB | 2.00 MiB/s')).toEqual({
    title: 'Receiving objects',
    fromRemote: false,
    fraction: 0.45,
    bytes: 1572864,
  });
  expect(parseProgressLine('Downloading LFS objects:  50% (1/2), 5.0 MB | 2.0 MB/s      ')).toMatchObject({
    title: 'Downloading LFS objects',
    fraction: 0.5,
    bytes: 5_000_000,
  });
  expect(parseProgressLine('remote: Enumerating objects: 5, done.        ')).toEqual({
    title: 'Enumerating objects',
    fromRemote: true,
  });
});

test.each(['remote: Total: 5', 'fatal: no', 'remote: Secret objects: 100% (1/1)', '', "Cloning into 'x'..."])(
  '%s is no progress',
  (line) => {
    expect(parseProgressLine(line)).toBeNull();
  },
);

test('a clone is one rising fraction made of its steps', () => {
  const seen = readClone(
    [
      'remote: Compressing objects:  50% (1/2)\rremote: Compressing objects: 100% (2/2), done.\n',
      'Receiving objects:  50% (1/2), 3.00 KiB | 1.00 KiB/s\rReceiving objects: 100% (2/2), 6.00 KiB | 1.00 KiB/s, done.\n',
      'Resolving deltas: 100% (1/1), done.\nUpdating files:  50% (1/2)\rUpdating files: 100% (2/2), done.\n',
    ].join(''),
  );
  expect(seen.map(({ fraction }) => Number(fraction.toFixed(3)))).toEqual([0.05, 0.1, 0.4, 0.7, 0.8, 0.9, 1]);
  expect(seen[2]).toMatchObject({
    phase: 'receiving',
    text: 'Receiving objects 50% · 3.0 KiB',
    receivedBytes: 3072,
  });
});

test('the fraction never falls and never leaves 0 to 1, whatever the far side prints', () => {
  const line = fc
    .tuple(fc.constantFrom(...Object.keys(cloneWeights), 'Counting objects'), fc.nat(500), fc.boolean())
    .map(([title, percent, remote]) => `${remote ? 'remote: ' : ''}${title}: ${percent}% (1/1)\r`);
  fc.assert(
    fc.property(fc.array(line), (lines) => {
      const fractions = readClone(lines.join('')).map(({ fraction }) => fraction);
      expect(fractions).toEqual(fractions.toSorted((a, b) => a - b));
      expect(fractions.every((fraction) => fraction >= 0 && fraction <= 1)).toBe(true);
    }),
  );
});

test('progress is not kept as text, and lines cut anywhere are put together', () => {
  const text = 'remote: Hello\nReceiving objects: 100% (2/2), done.\nfatal: a\uf7ffb\n';
  const bytes = Buffer.concat([
    Buffer.from('remote: Hello\nReceiving objects: 100% (2/2), done.\nfatal: a'),
    Buffer.of(0xff),
    Buffer.from('b\n'),
  ]);
  fc.assert(
    fc.property(fc.array(fc.nat(bytes.length)), (cuts) => {
      const reader = createStderrReader(() => {});
      const points = [0, ...cuts.toSorted((a, b) => a - b), bytes.length];
      for (const [index, point] of points.slice(1).entries())
        reader.push(bytes.subarray(points[index], point));
      expect(reader.finish()).toBe(text.replace(/Receiving.*\n/, ''));
    }),
  );
});

test('an endless line and endless text are cut', () => {
  const reader = createStderrReader(() => {});
  for (let index = 0; index < 100; index++) reader.push(Buffer.alloc(64 * 1024, 'x'));
  expect(reader.finish().length).toBeLessThan(2 * 1024 * 1024);
});
