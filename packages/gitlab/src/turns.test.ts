import { Agent } from 'undici';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { inTurn } from './turns.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** Begins work that ends when told to. */
function begin(dispatcher: Agent, count: number) {
  const ends: (() => void)[] = [];
  const settled = Promise.allSettled(
    Array.from({ length: count }, () =>
      inTurn(dispatcher, 'oauth', () => new Promise<void>((end) => void ends.push(end))),
    ),
  );
  return { ends, settled };
}

test('few requests are under way at once; each that ends lets the next one go, in order', async () => {
  const agent = new Agent();
  const { ends, settled } = begin(agent, 12);
  expect(ends).toHaveLength(10);
  ends.shift()!();
  await vi.advanceTimersByTimeAsync(0);
  expect(ends).toHaveLength(10);
  // Another instance, and another kind of request, have turns of their own.
  expect(begin(new Agent(), 1).ends).toHaveLength(1);
  expect(await inTurn(agent, 'api', async () => 'at once')).toBe('at once');
  while (ends.length > 0) {
    ends.shift()!();
    await vi.advanceTimersByTimeAsync(0);
  }
  expect((await settled).every(({ status }) => status === 'fulfilled')).toBe(true);
});

test('who waits too long is told so, and nobody behind it waits for it', async () => {
  const agent = new Agent();
  const { ends, settled } = begin(agent, 11);
  await vi.advanceTimersByTimeAsync(30_000);
  for (const end of ends) end();
  const refused = (await settled).at(-1);
  expect(refused).toMatchObject({ reason: { kind: 'unavailable' } });
  expect(begin(agent, 10).ends).toHaveLength(10);
});
