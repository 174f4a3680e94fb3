import { UnstyledButton } from '@mantine/core';
import { IconChevronDown, IconChevronUp, IconX } from '@tabler/icons-react';
import { type KeyboardEvent, useState } from 'react';
import type { Matches } from './terminal-screen.ts';
import classes from './terminals.module.css';

interface TerminalSearchProps {
  matches: Matches;
  onFind: (text: string, direction: 'next' | 'previous') => void;
  onClose: () => void;
}

/** Searches what a terminal has printed. Newest first, as that is where one usually looks. */
export function TerminalSearch({ matches, onFind, onClose }: TerminalSearchProps) {
  const [text, setText] = useState('');
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Escape') onClose();
    else if (event.key === 'Enter') onFind(text, event.shiftKey ? 'next' : 'previous');
    else return;
    event.preventDefault();
  };
  return (
    <search className={classes.search} onKeyDown={onKeyDown}>
      <input
        className={classes.searchInput}
        aria-label="Search in the terminal"
        placeholder="Search"
        value={text}
        spellCheck={false}
        // The search was asked for: what is typed next belongs into it.
        // biome-ignore lint/a11y/noAutofocus: see above
        autoFocus
        onChange={({ currentTarget }) => {
          setText(currentTarget.value);
          onFind(currentTarget.value, 'previous');
        }}
      />
      <span className={classes.searchCount} role="status">
        {text === '' ? '' : matches.count === 0 ? 'None' : `${matches.current} of ${matches.count}`}
      </span>
      <UnstyledButton
        className={classes.tool}
        aria-label="Previous match"
        title="Previous match (Enter)"
        onClick={() => onFind(text, 'previous')}
      >
        <IconChevronUp size={14} aria-hidden />
      </UnstyledButton>
      <UnstyledButton
        className={classes.tool}
        aria-label="Next match"
        title="Next match (Shift+Enter)"
        onClick={() => onFind(text, 'next')}
      >
        <IconChevronDown size={14} aria-hidden />
      </UnstyledButton>
      <UnstyledButton
        className={classes.tool}
        aria-label="Close search"
        title="Close search (Escape)"
        onClick={onClose}
      >
        <IconX size={14} aria-hidden />
      </UnstyledButton>
    </search>
  );
}
