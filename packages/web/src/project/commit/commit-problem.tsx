import { Button } from '@mantine/core';
import type { Checkout } from '@notelab/contract';
import { ErrorPanel } from '../../theme/error-panel.tsx';
import { useOpenConflicts } from '../conflicts/use-open-conflicts.ts';
import { useDialogs } from '../dialogs-context.ts';
import { useCheckoutActions } from '../git-panel/use-checkout-actions.ts';
import classes from './commit.module.css';

interface CommitProblemProps {
  checkout: Checkout;
  error: unknown;
  /** The commit was made and only the push failed. */
  isKept: boolean;
  onRetry: () => void;
  /** The dialog goes: what comes next happens in the panel. */
  onLeave: () => void;
}

/** Why it did not work, and how to go on. */
export function CommitProblem({ checkout, error, isKept, onRetry, onLeave }: CommitProblemProps) {
  const { pull, push } = useCheckoutActions();
  const { show } = useDialogs();
  const openConflicts = useOpenConflicts();
  const leave = (action: () => unknown) => () => {
    onLeave();
    void action();
  };
  if (!isKept) {
    const steps = { 'resolve-conflicts': leave(() => openConflicts(checkout)) };
    return <ErrorPanel error={error} compact onRetry={onRetry} steps={steps} />;
  }
  return (
    <ErrorPanel
      error={error}
      compact
      // Below are the buttons of every way on: the problem's own would be one of them a second time.
      steps={{}}
      action={
        <div className={classes.kept}>
          <p>
            <strong>Nothing is lost.</strong> The commit is kept in {checkout.folderName}; it is only not on
            GitLab yet.
          </p>
          <div className={classes.keptActions}>
            <Button size="xs" variant="default" onClick={leave(() => pull(checkout))}>
              Pull
            </Button>
            <Button
              size="xs"
              variant="default"
              onClick={leave(() => show({ kind: 'push-to-new-branch', checkout }))}
            >
              Use a new branch
            </Button>
            <Button size="xs" variant="default" onClick={leave(() => push(checkout))}>
              Push again
            </Button>
          </div>
        </div>
      }
    />
  );
}
