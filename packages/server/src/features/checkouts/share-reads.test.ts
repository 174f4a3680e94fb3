import { expect, test } from 'vitest';
import { shareReads } from './share-reads.ts';

/** A reading that ends when it is told to. */
function countedReads() {
  const ends: ((how: 'done' | 'failed') => void)[] = [];
  const read = () =>
    new Promise<number>((resolve, reject) => {
      const number = ends.length;
      ends.push((how) => (how === 'done' ? resolve(number) : reject(new Error(`reading ${number}`))));
    });
  return { ends, read };
}

test('who asks while a reading goes on waits, with the others, for the one after it', async () => {
  const { ends, read } = countedReads();
  const share = shareReads<number>();
  const first = share('a', read);
  const later = [share('a', read), share('a', read)];
  expect(ends.length).toBe(1);
  ends[0]!('done');
  expect(await first).toBe(0);
  ends[1]!('done');
  expect(await Promise.all(later)).toEqual([1, 1]);
  expect(ends.length).toBe(2);
});

test('what was read is not kept, and a failure stays with those who waited for it', async () => {
  const { ends, read } = countedReads();
  const share = shareReads<number>();
  const [failing, other] = [share('a', read), share('b', read)];
  ends[0]!('failed');
  ends[1]!('done');
  await expect(failing).rejects.toThrow('reading 0');
  expect(await other).toBe(1);
  const again = share('a', read);
  ends[2]!('done');
  expect(await again).toBe(2);
});
