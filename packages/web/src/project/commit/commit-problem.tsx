import { Button } from '@mantine/core';
import { type Checkout, pullCheckout, pushCheckout } from '@notelab/contract';
import { call } from '../../api/call.ts';
import { ErrorPanel } from '../../theme/error-panel.tsx';
import { useOpenConflicts } from '../conflicts/use-open-conflicts.ts';
import { useDialogs } from '../dialogs-context.ts';
import { useFollowedOperation } from '../operations/use-followed-operation.ts';
import classes from './commit.module.css';

interface CommitProblemProps {
  checkout: Checkout;
  error: unknown;
  /** The commit was made and only the push failed. */
  isKept: boolean;
  onRetry: () => void;
  /** Takes the commit back, so that it can be made anew in this dialog. */
  onUndo: () => void;
  /** The dialog goes: the commit is pushed, or what comes next happens elsewhere. */
  onLeave: () => void;
}

/** Why it did not work, and how to go on. */
export function CommitProblem({ checkout, error, isKept, onRetry, onUndo, onLeave }: CommitProblemProps) {
  const { show } = useDialogs();
  const openConflicts = useOpenConflicts();
  const params = { checkoutId: checkout.id };
  const pushing = useFollowedOperation(onLeave);
  const push = () => void pushing.start(() => call(pushCheckout, { params }));
  const leaveFor = (action: () => unknown) => () => {
    onLeave();
    void action();
  };
  const resolve = leaveFor(() => openConflicts(checkout));
  const pulling = useFollowedOperation(({ outcome }) => (outcome?.kind === 'conflicts' ? resolve() : push()));
  if (!isKept)
    return <ErrorPanel error={error} compact onRetry={onRetry} steps={{ 'resolve-conflicts': resolve }} />;

  const isBusy = pulling.isBusy || pushing.isBusy;
  const code = codeOf(error);
  const isTainted = code === 'push-too-large' || code === 'push-secret';
  const goToNewBranch = leaveFor(() => show({ kind: 'push-to-new-branch', checkout }));
  const ways = {
    'push-moved': (
      <Button
        size="xs"
        loading={isBusy}
        onClick={() => void pulling.start(() => call(pullCheckout, { params }))}
      >
        Pull and push again
      </Button>
    ),
    'push-protected': <NewBranchButton onClick={goToNewBranch} filled />,
  };
  const way = code === 'push-moved' || code === 'push-protected' ? ways[code] : null;
  return (
    <ErrorPanel
      error={pulling.error ?? pushing.error ?? error}
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
            {way}
            <Button size="xs" variant={isTainted ? 'filled' : 'default'} disabled={isBusy} onClick={onUndo}>
              Undo last commit
            </Button>
            {way === null && !isTainted ? (
              <Button size="xs" variant="default" loading={isBusy} onClick={push}>
                Push again
              </Button>
            ) : null}
            {code === 'push-moved' ? <NewBranchButton onClick={goToNewBranch} /> : null}
          </div>
        </div>
      }
    />
  );
}

function NewBranchButton({ onClick, filled = false }: { onClick: () => void; filled?: boolean }) {
  return (
    <Button size="xs" variant={filled ? 'filled' : 'default'} onClick={onClick}>
      Use a new branch
    </Button>
  );
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
}
