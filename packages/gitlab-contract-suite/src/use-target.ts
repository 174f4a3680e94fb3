import { afterAll } from 'vitest';
import { openTarget } from './open-target.ts';
import type { Target } from './target.ts';

/** Opens the target for one file of tests: the real GitLab that the environment names, otherwise a sandbox. */
export async function useTarget(): Promise<Target> {
  const target = await openTarget();
  afterAll(() => target.close());
  return target;
}
