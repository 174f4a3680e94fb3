import { Button } from '@mantine/core';
import { ErrorPanel } from '../../../theme/error-panel.tsx';
import { useDialogs } from '../../dialogs-context.ts';
import { useLiveNotebook, useReadable } from '../live-context.ts';
import { PythonMissing } from './python-missing.tsx';
import { NotSavedError } from './run-actions.ts';
import { useRunActions } from './run-context.tsx';
import classes from './run-notices.module.css';
import { useKernel } from './use-kernel.ts';
import { useLostKernel } from './use-lost-kernel.ts';

/** Why nothing runs: a kernel that died or could not be started, a request that was refused. */
export function RunNotices() {
  const { canEdit } = useLiveNotebook();
  const { problem: readable, dismissProblem } = useRunActions();
  const ofAction = useReadable(readable);
  const ofKernel = useKernel(({ problem }) => problem);
  const isDead = useKernel(({ status }) => status === 'dead');
  const { isLost, dismiss } = useLostKernel();
  const problem = ofAction ?? ofKernel;
  if (problem === null) return isLost ? <LostKernel onClose={dismiss} /> : null;
  const action =
    ofAction !== null ? (
      <Button variant="default" size="xs" onClick={dismissProblem}>
        Close
      </Button>
    ) : isDead && canEdit ? (
      <RestartButton />
    ) : null;
  if (problem instanceof NotSavedError)
    return (
      <div className={classes.notice} role="alert">
        <p>
          <strong>Nothing was run.</strong> What was typed last has not reached the server yet, which would
          have run an older state. Try again when the notebook is saved.
        </p>
        {action}
      </div>
    );
  return (
    <div className={classes.notice}>
      {isPythonMissing(problem) ? (
        <PythonMissing problem={problem} action={action} />
      ) : (
        <ErrorPanel
          error={problem}
          compact
          action={
            <>
              {action}
              {codeOf(problem) === 'jupyter-unavailable' ? <PythonButton /> : null}
            </>
          }
        />
      )}
    </div>
  );
}

function LostKernel({ onClose }: { onClose: () => void }) {
  return (
    <div className={classes.notice} role="alert">
      <p>
        <strong>The kernel is gone.</strong> Notelab was started again, which ended what ran, and the
        variables of this notebook are lost. Its blocks and outputs are here; running a block starts a new
        kernel.
      </p>
      <Button variant="default" size="xs" onClick={onClose}>
        Close
      </Button>
    </div>
  );
}

function RestartButton() {
  const { restart } = useRunActions();
  return (
    <Button size="xs" onClick={() => void restart()}>
      Restart
    </Button>
  );
}

function PythonButton() {
  const { show } = useDialogs();
  return (
    <Button variant="default" size="xs" onClick={() => show({ kind: 'python' })}>
      Python of this project
    </Button>
  );
}

const isPythonMissing = (problem: unknown): boolean => codeOf(problem) === 'python-missing';

/** Of a problem that was thrown, or that a kernel carries. */
function codeOf(problem: unknown): unknown {
  if (typeof problem !== 'object' || problem === null) return null;
  if ('problem' in problem) return codeOf(problem.problem);
  return 'code' in problem ? problem.code : null;
}
