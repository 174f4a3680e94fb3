import { Select, Switch } from '@mantine/core';
import type { ProjectPython } from '@notelab/contract';
import { minutesInWords } from './minutes-in-words.ts';
import classes from './python-dialog.module.css';
import type { PythonChange } from './use-change-python.ts';

interface KernelHabitsProps {
  python: ProjectPython;
  canEdit: boolean;
  onChange: (change: PythonChange) => void;
}

const usualMinutes = [10, 30, 60, 240, 720, 1440];

/** What kernels do by themselves. */
export function KernelHabits({ python: { autoreload, idleMinutes }, canEdit, onChange }: KernelHabitsProps) {
  const minutes = [...new Set([...usualMinutes, idleMinutes])].sort((one, other) => one - other);
  return (
    <div className={classes.habits}>
      <Switch
        label="Load changed modules again before each run"
        description="A module that was edited, pulled or switched is the new one in the next block that runs, without a restart."
        checked={autoreload}
        disabled={!canEdit}
        onChange={(event) => onChange({ autoreload: event.currentTarget.checked })}
      />
      <Select
        label="Stop a kernel that nobody uses"
        description="Its variables are lost then; the outputs stay."
        data={minutes.map((value) => ({ value: String(value), label: `after ${minutesInWords(value)}` }))}
        value={String(idleMinutes)}
        allowDeselect={false}
        disabled={!canEdit}
        onChange={(value) => value && onChange({ idleMinutes: Number(value) })}
      />
    </div>
  );
}
