import { fail } from '../../../problem.ts';

/** What git was asked to do has to wait for a merge or the like. Nothing was changed. */
export function refuseUnderWay(operation: string): never {
  return fail('merge-in-progress', `A ${operation} is under way in this checkout. Finish or abort it first.`);
}
