import type { Checkout, NextStep, OperationKind, Problem } from '@notelab/contract';
import { useMergingActions } from '../conflicts/use-merging-actions.ts';
import { useOpenConflicts } from '../conflicts/use-open-conflicts.ts';
import { useDialogs } from '../dialogs-context.ts';
import { useCheckoutActions } from '../git-panel/use-checkout-actions.ts';
import { useLinkedContentActions } from '../linked-content/use-linked-content-actions.ts';

interface FailureSteps {
  steps: Partial<Record<NextStep, () => void>>;
  onRetry: (() => void) | undefined;
}

/** What the buttons below a failed operation do. Without its checkout only a clone can be begun again. */
export function useFailureSteps(
  kind: OperationKind,
  checkout: Checkout | null,
  onDone: () => void,
  { problem }: { problem: Problem | null },
): FailureSteps {
  const { show } = useDialogs();
  const actions = useCheckoutActions();
  const merging = useMergingActions();
  const openConflicts = useOpenConflicts();
  const linked = useLinkedContentActions();
  const thenDone = (action: () => unknown) => () => {
    onDone();
    void action();
  };
  if (!checkout) {
    const connect = kind === 'clone' ? thenDone(() => show({ kind: 'connect-repository' })) : undefined;
    return { steps: connect ? { 'choose-other-name': connect } : {}, onRetry: connect };
  }

  const retries: Record<OperationKind, (() => unknown) | undefined> = {
    clone: () => show({ kind: 'connect-repository' }),
    fetch: () => actions.fetch(checkout),
    look: () => actions.fetch(checkout),
    pull: () => actions.pull(checkout),
    push: () => actions.push(checkout),
    'commit-and-push': () => show({ kind: 'commit-and-push', checkout }),
    'create-branch': () => show({ kind: 'create-branch', checkout, name: '' }),
    // Which branch it was is not known any more: it is chosen from the list once more.
    switch: undefined,
    'rename-branch': () => show({ kind: 'branches', checkout }),
    'delete-branch': () => show({ kind: 'branches', checkout }),
    'publish-branch': () => show({ kind: 'branches', checkout }),
    'give-back': undefined,
    're-clone': () => show({ kind: 're-clone', checkout }),
    disconnect: () => show({ kind: 'disconnect', checkout }),
    discard: () => show({ kind: 'discard-changes', checkout, paths: null }),
    'create-merge-request': () => show({ kind: 'create-merge-request', checkout }),
    restore: () => show({ kind: 'recovery-points', checkout }),
    'undo-commit': () => show({ kind: 'undo-commit', checkout }),
    // Once they have moved, only the push can have failed.
    'move-commits': () => actions.push(checkout),
    resolve: () => openConflicts(checkout),
    finish: () => merging.finish(checkout),
    abort: () => merging.abort(checkout),
    'fetch-large-files': () => linked.fetchLargeFiles(checkout, null),
    'update-submodules': () => linked.updateSubmodules(checkout),
    export: undefined,
  };
  const retry = retries[kind];
  const move = problem?.move;
  return {
    onRetry: retry ? thenDone(retry) : undefined,
    steps: {
      'pull-first': thenDone(() => actions.pull(checkout)),
      'pick-new-branch': thenDone(() => show({ kind: 'push-to-new-branch', checkout })),
      'undo-commit': thenDone(() => show({ kind: 'undo-commit', checkout })),
      're-clone': thenDone(() => show({ kind: 're-clone', checkout })),
      'pick-branch': thenDone(() => show({ kind: 'branches', checkout })),
      ...(move &&
        problem && {
          'choose-for-changes': thenDone(() => show({ kind: 'changes-choice', checkout, move, problem })),
        }),
      'resolve-conflicts': thenDone(() => openConflicts(checkout)),
      'commit-first': thenDone(() => show({ kind: 'commit-and-push', checkout })),
      'choose-other-name': thenDone(() => show({ kind: 'create-branch', checkout, name: '' })),
    },
  };
}
