import { describe, expect, it } from 'vitest';
import { relativeTime, timeLeft } from './time-words.ts';

const now = Date.parse('2026-11-24T12:00:00.000Z');
const at = (minutesAgo: number) => new Date(now - minutesAgo * 60_000).toISOString();

describe('how long ago something was', () => {
  it('is said in the largest whole unit', () => {
    expect(relativeTime(at(0.5), now, false)).toBe('just now');
    expect(relativeTime(at(1), now, false)).toBe('1 minute ago');
    expect(relativeTime(at(59), now, false)).toBe('59 minutes ago');
    expect(relativeTime(at(61), now, true)).toBe('1 h');
    expect(relativeTime(at(60 * 24 * 3), now, true)).toBe('3 d');
  });

  it('is the date after 30 days', () => {
    expect(relativeTime(at(60 * 24 * 31), now, false)).toBe('24 Oct 2026');
  });

  it('is now for moments ahead of this clock', () => {
    expect(relativeTime(at(-10), now, false)).toBe('just now');
  });
});

describe('how long something still lasts', () => {
  it('counts a week made a moment ago as seven days', () => {
    expect(timeLeft(at(-60 * 24 * 7 + 1), now)).toBe('in 7 days');
  });

  it('says when it is over', () => {
    expect(timeLeft(at(1), now)).toBe('expired');
    expect(timeLeft(at(-30), now)).toBe('in less than an hour');
  });
});
