import { UnstyledButton } from '@mantine/core';
import { IconClockHour4, IconPlayerPlayFilled, IconPlayerStopFilled } from '@tabler/icons-react';
import { absoluteTime } from '../../../theme/time-words.ts';
import { useLiveNotebook } from '../live-context.ts';
import { useBlock } from '../use-block.ts';
import { useRunActions } from './run-context.tsx';
import classes from './run-mark.module.css';
import { durationInWords } from './run-words.ts';
import { useElapsed } from './use-elapsed.ts';
import { type RunState, useRunState } from './use-kernel.ts';

/** Beside a code block: how often it was run and how long it took, or how it stands now; and what runs it. */
export function RunMark({ id }: { id: string }) {
  const state = useRunState(id);
  const { canEdit } = useLiveNotebook();
  return (
    <div className={classes.mark} data-state={state.kind}>
      {state.kind === 'running' ? (
        <Running state={state} />
      ) : state.kind === 'queued' ? (
        <div title={`Asked for by ${state.by}`}>
          <IconClockHour4 size={13} aria-hidden className={classes.icon} />
          <span className={classes.small}>queued {state.place}</span>
        </div>
      ) : (
        <Still id={id} />
      )}
      {canEdit ? <RunButton id={id} state={state} /> : null}
    </div>
  );
}

function Still({ id }: { id: string }) {
  const count = useBlock(id, 'members', (block) => block.get('executionCount') as number | null, null);
  const startedAt = useBlock(id, 'members', (block) => block.get('executionStartedAt'), null);
  const finishedAt = useBlock(id, 'members', (block) => block.get('executionFinishedAt'), null);
  const tookMs = Date.parse(String(finishedAt)) - Date.parse(String(startedAt));
  return (
    <div title={tookMs >= 0 ? `Run on ${absoluteTime(String(startedAt))}` : undefined}>
      <span className={classes.count}>[{count ?? ' '}]</span>
      {tookMs >= 0 ? <span className={classes.small}>{durationInWords(tookMs)}</span> : null}
    </div>
  );
}

function Running({ state }: { state: Extract<RunState, { kind: 'running' }> }) {
  const elapsedMs = useElapsed(state.startedAt);
  return (
    <div title={`Started by ${state.by}`}>
      <span className={classes.spinner} aria-hidden />
      <span className={classes.small}>{durationInWords(elapsedMs)}</span>
    </div>
  );
}

/** In the place of the mark, when the block is pointed at or active. */
function RunButton({ id, state }: { id: string; state: RunState }) {
  const { run, interrupt } = useRunActions();
  if (state.kind === 'queued') return null;
  const isRunning = state.kind === 'running';
  const label = isRunning ? 'Interrupt' : 'Run block';
  return (
    <UnstyledButton
      className={classes.button}
      aria-label={label}
      title={isRunning ? 'Interrupt (I, I)' : 'Run block (Ctrl+Enter)'}
      // The keyboard has keys for it.
      tabIndex={-1}
      onClick={() => (isRunning ? interrupt() : run([id]))}
    >
      {isRunning ? (
        <IconPlayerStopFilled size={13} aria-hidden />
      ) : (
        <IconPlayerPlayFilled size={13} aria-hidden />
      )}
    </UnstyledButton>
  );
}
