import { DisplayName } from '@notelab/contract';
import { useRef, useState } from 'react';
import classes from './notebooks-section.module.css';

interface RenameNotebookInputProps {
  name: string;
  /** Null: the name stays. */
  onDone: (name: string | null) => void;
}

/** A notebook's name while it is changed in its place. Enter and leaving it keep what was typed, Escape does not. */
export function RenameNotebookInput({ name, onDone }: RenameNotebookInputProps) {
  const [value, setValue] = useState(name);
  const isDone = useRef(false);
  const parsed = DisplayName.safeParse(value);
  const reason = parsed.success ? null : (parsed.error.issues[0]?.message ?? 'This name cannot be used.');
  const end = (next: string | null) => {
    if (isDone.current) return;
    isDone.current = true;
    onDone(next === name ? null : next);
  };
  return (
    <input
      className={classes.rename}
      aria-label={`New name of ${name}`}
      aria-invalid={reason !== null}
      title={reason ?? undefined}
      value={value}
      maxLength={100}
      spellCheck={false}
      // biome-ignore lint/a11y/noAutofocus: it takes the place of the name that was just chosen to be changed
      autoFocus
      onFocus={({ currentTarget }) => currentTarget.select()}
      onChange={({ currentTarget }) => setValue(currentTarget.value)}
      onBlur={() => end(parsed.success ? parsed.data : null)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Escape') end(null);
        if (event.key === 'Enter' && parsed.success) end(parsed.data);
      }}
    />
  );
}
