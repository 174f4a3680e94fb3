import { Button, Menu, VisuallyHidden } from '@mantine/core';
import type { KernelState } from '@notelab/contract';
import { IconChevronDown } from '@tabler/icons-react';
import { useDialogs } from '../../dialogs-context.ts';
import { useLiveNotebook, usePicked } from '../live-context.ts';
import classes from './kernel-menu.module.css';
import { useRunActions } from './run-context.tsx';
import { type KernelTone, kernelInWords } from './run-words.ts';
import { isAtWork, useKernel } from './use-kernel.ts';

/** How the kernel stands, and what can be done with it. */
export function KernelMenu() {
  const { canEdit, connection } = useLiveNotebook();
  const isOffline = usePicked(connection, ({ link }) => link === 'offline');
  const known = useKernel(kernelInWords);
  const python = useKernel((kernel) => kernel.python);
  const { label, tone } = isOffline ? ({ label: 'Not connected', tone: 'bad' } as const) : known;
  const status = useKernel((kernel) => kernel.status);
  const hint = isOffline
    ? 'What runs goes on. Its outputs appear when the connection is back.'
    : hints[status];
  const shown = <Status label={label} tone={tone} python={python} />;
  if (!canEdit)
    return (
      <span className={classes.status} title="Editors run blocks; what they print appears here at once.">
        {shown}
      </span>
    );
  return (
    <Menu position="bottom-end" width={240}>
      <Menu.Target>
        <Button
          variant="default"
          size="xs"
          title={hint}
          rightSection={<IconChevronDown size={13} aria-hidden />}
        >
          {shown}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <KernelMenuItems />
      </Menu.Dropdown>
    </Menu>
  );
}

const hints: Partial<Record<KernelState['status'], string>> = {
  none: 'It starts with the first block that is run.',
  stopped: 'Somebody stopped it, or nobody used it for long. It starts with the next block that is run.',
};

function Status({ label, tone, python }: { label: string; tone: KernelTone; python: string | null }) {
  return (
    <>
      <span className={classes.dot} data-tone={tone} aria-hidden />
      <VisuallyHidden>Kernel: </VisuallyHidden>
      {label}
      {python ? <span className={classes.python}>{python}</span> : null}
    </>
  );
}

function KernelMenuItems() {
  const { reveal } = useLiveNotebook();
  const { show } = useDialogs();
  const { interrupt, askTo, clearOutputs } = useRunActions();
  const running = useKernel((kernel) => kernel.running);
  const atWork = useKernel(isAtWork);
  const status = useKernel((kernel) => kernel.status);
  const isThere = status !== 'none' && status !== 'stopped';
  return (
    <>
      {running ? (
        <>
          <Menu.Label>Started by {running.by}</Menu.Label>
          <Menu.Item onClick={() => reveal(running.blockId)}>Go to the running block</Menu.Item>
          <Menu.Divider />
        </>
      ) : null}
      <Menu.Item disabled={!atWork} onClick={interrupt}>
        Interrupt
      </Menu.Item>
      <Menu.Item disabled={!isThere} onClick={() => askTo('restart')}>
        Restart
      </Menu.Item>
      <Menu.Item onClick={() => askTo('restartAndRunAll')}>Restart and run all</Menu.Item>
      <Menu.Item disabled={!isThere || status === 'dead'} onClick={() => askTo('stop')}>
        Stop
      </Menu.Item>
      <Menu.Divider />
      <Menu.Item onClick={() => clearOutputs(null)}>Clear all outputs</Menu.Item>
      <Menu.Item onClick={() => show({ kind: 'python' })}>Python of this project</Menu.Item>
    </>
  );
}
