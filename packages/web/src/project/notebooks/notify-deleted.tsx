import { Button } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import type { Notebook } from '@notelab/contract';
import { notifyProblem } from '../../theme/notify.ts';

const shownMs = 15_000;

/** Says that a notebook is gone, with a way back. */
export function notifyDeleted({ id, name }: Notebook, restore: () => Promise<void>): void {
  const notice = `deleted-${id}`;
  const undo = () => {
    notifications.hide(notice);
    void restore().catch(notifyProblem);
  };
  notifications.show({
    id: notice,
    title: `${name} is deleted`,
    message: (
      <Button size="xs" variant="default" mt={4} onClick={undo}>
        Undo
      </Button>
    ),
    autoClose: shownMs,
  });
}
