import { SegmentedControl } from '@mantine/core';
import { useSessionState } from '../use-session-state.ts';
import type { DiffMode } from './text-diff.tsx';

/** How differences are shown, remembered in the browser tab. */
export function useDiffMode(): [DiffMode, (mode: DiffMode) => void] {
  return useSessionState<DiffMode>('notelab.diff-mode', 'side-by-side', (stored) =>
    stored === 'inline' || stored === 'side-by-side' ? stored : null,
  );
}

export function DiffModeSwitch({ mode, onChange }: { mode: DiffMode; onChange: (mode: DiffMode) => void }) {
  return (
    <SegmentedControl
      size="xs"
      aria-label="How the difference is shown"
      value={mode}
      onChange={(value) => onChange(value as DiffMode)}
      data={[
        { value: 'side-by-side', label: 'side by side' },
        { value: 'inline', label: 'inline' },
      ]}
    />
  );
}
