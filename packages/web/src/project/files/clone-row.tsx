import { ActionIcon, Progress } from '@mantine/core';
import { type Checkout, cancelOperation, type Operation } from '@notelab/contract';
import { IconX } from '@tabler/icons-react';
import { call } from '../../api/call.ts';
import { useRole } from '../../app/workspace.ts';
import { notifyProblem } from '../../theme/notify.ts';
import { percentOf } from '../operations/operation-words.ts';
import { useOperations } from '../operations/operations-context.tsx';
import classes from './clone-row.module.css';

/** A repository on its way into the files. */
export function CloneRow({ checkout, operation }: { checkout: Checkout; operation: Operation | null }) {
  const { canEdit } = useRole();
  const { add } = useOperations();
  const fraction = operation?.progress.fraction ?? null;
  const cancel = async (operationId: string) => {
    try {
      add(await call(cancelOperation, { params: { operationId } }));
    } catch (error) {
      notifyProblem(error);
    }
  };
  return (
    <li className={classes.row}>
      <div className={classes.line}>
        <span className={classes.name}>{checkout.folderName}</span>
        <span className={classes.numbers}>
          {fraction === null ? 'cloning' : `cloning ${percentOf(fraction)} %`}
        </span>
        {canEdit && operation ? (
          <ActionIcon
            variant="subtle"
            color="gray"
            size={20}
            aria-label={`Cancel cloning ${checkout.folderName}`}
            onClick={() => cancel(operation.id)}
          >
            <IconX size={13} aria-hidden />
          </ActionIcon>
        ) : null}
      </div>
      <Progress
        size={2}
        value={fraction === null ? 100 : percentOf(fraction)}
        animated={fraction === null}
        aria-label={`Cloning ${checkout.folderName}`}
      />
    </li>
  );
}
