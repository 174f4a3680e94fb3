import type { Branch } from '@notelab/contract';

/** Whose commits a History tab lists. */
export type HistoryView =
  | { of: 'current' }
  | { of: 'to-push' }
  | { of: 'to-pull' }
  | { of: 'branch'; name: string; where: Branch['where'] };

/** A view out of what was stored before a reload; what is not usable becomes the current branch. */
export function parseHistoryView(stored: unknown): HistoryView {
  if (typeof stored !== 'object' || stored === null || !('of' in stored)) return { of: 'current' };
  if (stored.of === 'to-push' || stored.of === 'to-pull') return { of: stored.of };
  if (stored.of !== 'branch' || !('name' in stored) || typeof stored.name !== 'string')
    return { of: 'current' };
  const where = 'where' in stored && stored.where === 'remote' ? 'remote' : 'local';
  return { of: 'branch', name: stored.name, where };
}

/** What the server is asked for. */
export function toHistoryRequest(view: HistoryView) {
  if (view.of === 'branch') return { branch: view.name, where: view.where };
  return view.of === 'current' ? {} : { only: view.of };
}
