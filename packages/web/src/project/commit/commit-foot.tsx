import { Button } from '@mantine/core';
import { doingInWords, progressInWords } from '../operations/operation-words.ts';
import { CancelButton } from '../operations/operations-strip.tsx';
import classes from './commit.module.css';
import type { CommitFormState } from './use-commit-form.ts';

type CommitFootProps = {
  form: Pick<CommitFormState, 'running' | 'reason' | 'found' | 'isKept' | 'isBusy' | 'leave' | 'submit'>;
  onClose: () => void;
};

/** How it goes, and the buttons that begin and end it. */
export function CommitFoot({ form, onClose }: CommitFootProps) {
  const { running, reason, found, isKept, isBusy, leave, submit } = form;
  return (
    <div className={classes.foot}>
      <div className={classes.footWords}>
        {running ? (
          <span role="status">
            {running.progress.phase || doingInWords(running)}{' '}
            {progressInWords({ ...running.progress, receivedBytes: null })}
          </span>
        ) : reason ? (
          <span className={classes.reason} role="alert">
            {reason}
          </span>
        ) : (
          <span className={classes.dim}>
            {found ? 'Ctrl+Enter commits and pushes' : 'Looking into the files …'}
          </span>
        )}
      </div>
      {running ? (
        <CancelButton operation={running} />
      ) : (
        <Button variant="default" onClick={isKept ? leave : onClose}>
          Cancel
        </Button>
      )}
      <Button onClick={() => void submit()} loading={isBusy}>
        Commit & Push
      </Button>
    </div>
  );
}
