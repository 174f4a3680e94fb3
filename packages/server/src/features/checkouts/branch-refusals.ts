import type { SwitchRefusal } from '@notelab/git';
import { fail } from '../../problem.ts';
import { refuseUnderWay } from './merging/refuse-under-way.ts';

/** Why git would not move, as a problem. Nothing was changed. */
export function refuseSwitch(refusal: SwitchRefusal): never {
  switch (refusal.kind) {
    case 'blocked-by-local-changes':
      return fail(
        'local-changes-in-the-way',
        'Local changes in these files would be overwritten. Nothing was changed.',
        { files: refusal.files.slice(0, 200) },
      );
    case 'operation-in-progress':
      return refuseUnderWay(refusal.operation);
    case 'unresolved-conflicts':
      return fail('merge-in-progress', 'There are files with conflicts. Resolve them first.');
    case 'in-use-elsewhere':
      return fail('branch-in-use', 'The branch is checked out in another worktree.');
  }
}

/** A branch `a` keeps one called `a/b` from being made, and the other way round. */
export function refuseTakenName(name: string, existing: string): never {
  return existing === name
    ? fail('branch-exists', `There is a branch “${existing}” already.`)
    : fail(
        'branch-exists',
        `There is a branch “${existing}”, and git cannot have both: one name would be a folder of the other.`,
      );
}
