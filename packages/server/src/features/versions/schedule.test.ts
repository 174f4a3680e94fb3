import type { ProjectId, User } from '@notelab/contract';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { Log } from '../../log.ts';
import { scheduleVersions } from './schedule.ts';

const project = 'p' as ProjectId;
const ada = { name: 'Ada' } as User;
const minuteMs = 60_000;
let taken: string[];
let fails: boolean;
let schedule: ReturnType<typeof scheduleVersions>;

beforeEach(() => {
  vi.useFakeTimers();
  taken = [];
  fails = false;
  const log = { error: () => {} } as unknown as Log;
  const take = async (_: ProjectId, { kind, by }: { kind: string; by?: User }) => {
    if (fails) throw new Error('The database is gone.');
    taken.push(by ? `${kind} by ${by.name}` : kind);
    return null;
  };
  schedule = scheduleVersions({ versions: { take, sweep: async () => {} }, log });
});
afterEach(async () => {
  await schedule.close();
  vi.useRealTimers();
});

test('a version is taken two minutes after the last change', () => {
  schedule.note(project);
  vi.advanceTimersByTime(1.5 * minuteMs);
  schedule.note(project);
  vi.advanceTimersByTime(1.5 * minuteMs);
  expect(taken).toEqual([]);
  vi.advanceTimersByTime(minuteMs);
  expect(taken).toEqual(['automatic']);
});

test('and every ten minutes while changes go on', () => {
  for (let minute = 0; minute < 21; minute++) {
    schedule.note(project);
    vi.advanceTimersByTime(minuteMs);
  }
  expect(taken).toEqual(['automatic', 'automatic']);
});

test('an import of many files is one version, soon after the last', () => {
  for (let file = 0; file < 5; file++) {
    schedule.noteImport(project, ada);
    vi.advanceTimersByTime(1_000);
  }
  schedule.note(project);
  vi.advanceTimersByTime(minuteMs);
  expect(taken).toEqual(['import by Ada']);
});

test('what could not be kept is tried again', async () => {
  fails = true;
  schedule.note(project);
  await vi.advanceTimersByTimeAsync(2 * minuteMs);
  fails = false;
  await vi.advanceTimersByTimeAsync(2 * minuteMs);
  expect(taken).toEqual(['automatic']);
});

test('nothing is taken any more once it is closed, whatever is still said while everything closes', () => {
  schedule.close();
  schedule.note(project);
  vi.advanceTimersByTime(10 * minuteMs);
  expect(taken).toEqual([]);
});
