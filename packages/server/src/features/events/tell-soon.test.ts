import { newId, type WorkspaceId } from '@notelab/contract';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { createEvents } from './events.ts';
import { tellSoon } from './tell-soon.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

it('what happens many times in a moment is told once, and told again when it happens later', () => {
  const events = createEvents();
  const id = newId<WorkspaceId>();
  let heard = 0;
  events.subscribe(id, () => {
    heard += 1;
  });
  const tell = tellSoon(events, { type: 'repositories-changed' });
  for (let time = 0; time < 50; time += 1) tell(id);
  tell(newId<WorkspaceId>());
  vi.runAllTimers();
  expect(heard).toBe(1);
  tell(id);
  vi.runAllTimers();
  expect(heard).toBe(2);
});
