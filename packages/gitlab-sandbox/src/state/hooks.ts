import { randomUUID } from 'node:crypto';
import type { HookRecord } from './model.ts';
import type { Store } from './store.ts';

const firstBackoffMs = 60_000;
const longestBackoffMs = 24 * 3_600_000;
/** Failures in a row that a webhook may have before it is left alone for a while. */
const toleratedFailures = 3;
const failuresForGood = 40;

export type HookSettings = Omit<
  HookRecord,
  'id' | 'uuid' | 'projectId' | 'failures' | 'disabledUntilMs' | 'createdAt'
>;

export function addHook(store: Store, projectId: number, settings: HookSettings): HookRecord {
  const hook: HookRecord = {
    id: store.nextId('hook'),
    uuid: randomUUID(),
    projectId,
    ...settings,
    failures: 0,
    disabledUntilMs: null,
    createdAt: store.nowIso(),
  };
  store.state.hooks.push(hook);
  store.save();
  return hook;
}

export function listHooks(store: Store, projectId: number): HookRecord[] {
  return store.state.hooks.filter((hook) => hook.projectId === projectId);
}

export function removeHook(store: Store, { id }: HookRecord): void {
  store.state.hooks = store.state.hooks.filter((hook) => hook.id !== id);
  store.save();
}

export type AlertStatus = 'executable' | 'temporarily_disabled' | 'disabled';

export function alertStatusOf(hook: HookRecord, nowMs: number): AlertStatus {
  if (hook.failures >= failuresForGood) return 'disabled';
  return (hook.disabledUntilMs ?? 0) > nowMs ? 'temporarily_disabled' : 'executable';
}

/** From the fourth failure in a row on a webhook rests, each time twice as long; after forty for good. */
export function noteDelivered(store: Store, hook: HookRecord, isGood: boolean): void {
  hook.failures = isGood ? 0 : hook.failures + 1;
  const rests = hook.failures - toleratedFailures;
  const backoffMs = Math.min(firstBackoffMs * 2 ** (rests - 1), longestBackoffMs);
  hook.disabledUntilMs = rests > 0 && hook.failures < failuresForGood ? store.clock.now() + backoffMs : null;
  store.save();
}
