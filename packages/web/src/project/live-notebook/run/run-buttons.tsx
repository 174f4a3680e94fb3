import { ActionIcon, Button } from '@mantine/core';
import { IconPlayerPlay, IconPlayerStop, IconRefresh } from '@tabler/icons-react';
import { useLiveNotebook } from '../live-context.ts';
import { useRunActions } from './run-context.tsx';
import { isAtWork, useKernel } from './use-kernel.ts';

/** What runs the whole notebook, and ends that. Viewers have none. */
export function RunButtons() {
  const { canEdit } = useLiveNotebook();
  const { runAll, interrupt, askTo } = useRunActions();
  const atWork = useKernel(isAtWork);
  const isThere = useKernel(({ status }) => status !== 'none' && status !== 'stopped');
  if (!canEdit) return null;
  return (
    <>
      <Button
        variant="default"
        size="xs"
        leftSection={<IconPlayerPlay size={14} aria-hidden />}
        onClick={runAll}
      >
        Run all
      </Button>
      <ActionIcon
        variant="default"
        size={30}
        aria-label="Interrupt"
        title="Interrupt (I, I)"
        disabled={!atWork}
        onClick={interrupt}
      >
        <IconPlayerStop size={15} aria-hidden />
      </ActionIcon>
      <ActionIcon
        variant="default"
        size={30}
        aria-label="Restart"
        title="Restart the kernel (0, 0)"
        disabled={!isThere}
        onClick={() => askTo('restart')}
      >
        <IconRefresh size={15} aria-hidden />
      </ActionIcon>
    </>
  );
}
