import { expect, it } from 'vitest';
import { createLookTimes } from './look-times.ts';

const minuteMs = 60_000;
const quiet = (id: string) => ({ id, heardAt: null });
const both = [quiet('a'), quiet('b')];

it('looks at one checkout after the other, and again when the server wants to be asked', () => {
  const times = createLookTimes();
  expect(times.findDue(both, minuteMs)).toEqual(quiet('a'));
  times.noteLook(quiet('a'), minuteMs, minuteMs);
  expect(times.findDue(both, minuteMs + 2_000)).toBe(null);
  expect(times.findDue(both, minuteMs + 12_000)).toEqual(quiet('b'));
  times.noteLook(quiet('b'), 10 * minuteMs, minuteMs + 12_000);
  expect(times.findDue(both, minuteMs + 40_000)).toBe(null);
  expect(times.findDue(both, 2 * minuteMs)).toEqual(quiet('a'));
});

it('looks at once where something was heard, but not twice for the same', () => {
  const times = createLookTimes();
  times.noteLook(quiet('a'), minuteMs, minuteMs);
  const heard = { id: 'b', heardAt: 'now' };
  expect(times.findDue([quiet('a'), heard], minuteMs + 1)).toBe(heard);
  // The server was about to look for another page.
  times.noteLook(heard, 3_000, minuteMs + 1);
  expect(times.findDue([quiet('a'), heard], minuteMs + 1)).toBe(heard);
  times.noteLook(heard, minuteMs, minuteMs + 1);
  expect(times.findDue([quiet('a'), heard], minuteMs + 2)).toBe(null);
  const again = { id: 'b', heardAt: 'later' };
  expect(times.findDue([again], minuteMs + 3)).toBe(again);
});

it('leaves a server alone for longer that does not answer', () => {
  const times = createLookTimes();
  times.noteLook(quiet('a'), null, minuteMs);
  expect(times.findDue([quiet('a')], 5 * minuteMs)).toBe(null);
  expect(times.findDue([quiet('a')], 6 * minuteMs)).toEqual(quiet('a'));
});
