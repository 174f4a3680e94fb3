import { ActionIcon, Button } from '@mantine/core';
import { IconArrowDown, IconArrowUp, IconChevronDown, IconChevronRight, IconX } from '@tabler/icons-react';
import { type KeyboardEvent, type RefObject, useEffect, useRef } from 'react';
import { useLiveNotebook, useReadable } from '../live-context.ts';
import classes from './find-bar.module.css';
import type { Finder } from './finder.ts';
import { leaveForMatch } from './leave-for-match.ts';
import { mostMatches } from './matches.ts';
import type { Search } from './pattern.ts';

interface FindBarProps {
  finder: Finder;
  /** The notebook that it stands in. */
  root: RefObject<HTMLElement | null>;
}

/** Looks for a text in all blocks, and puts another in its place. */
export function FindBar({ finder, root }: FindBarProps) {
  const notebook = useLiveNotebook();
  const state = useReadable(finder.state);
  const { showsReplace, problem } = state;
  const close = () => {
    const last = finder.state.get();
    finder.close();
    leaveForMatch(root.current, notebook, last);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape') return;
    event.stopPropagation();
    close();
  };
  return (
    <search className={classes.bar} aria-label="Find in notebook" onKeyDown={onKeyDown}>
      {notebook.canEdit ? (
        <ActionIcon
          className={classes.unfold}
          variant="subtle"
          color="gray"
          size={22}
          aria-label={showsReplace ? 'Hide replace' : 'Show replace'}
          title={showsReplace ? 'Hide replace' : 'Show replace (Ctrl+H)'}
          aria-expanded={showsReplace}
          onClick={() => finder.showReplace(!showsReplace)}
        >
          {showsReplace ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
        </ActionIcon>
      ) : null}
      <div className={classes.rows}>
        <FindRow finder={finder} onClose={close} />
        {showsReplace && notebook.canEdit ? <ReplaceRow finder={finder} /> : null}
        {problem === null ? null : (
          <p className={classes.problem} id="find-problem" role="alert">
            Not a regular expression: {problem}
          </p>
        )}
      </div>
    </search>
  );
}

function FindRow({ finder, onClose }: { finder: Finder; onClose: () => void }) {
  const { search, matches, problem } = useReadable(finder.state);
  const field = useRef<HTMLInputElement>(null);
  useEffect(() => field.current?.select(), []);
  const none = matches.length === 0;
  return (
    <div className={classes.row}>
      <div className={classes.field} data-wrong={problem !== null || undefined}>
        <input
          ref={field}
          data-find-field
          aria-label="Find"
          aria-invalid={problem !== null}
          aria-describedby={problem === null ? undefined : 'find-problem'}
          placeholder="Find"
          spellCheck={false}
          value={search.text}
          onChange={({ currentTarget }) => finder.look({ text: currentTarget.value })}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            finder.step(event.shiftKey ? -1 : 1);
          }}
        />
        <Toggle finder={finder} option="matchCase" label="Match case" sign="Aa" />
        <Toggle finder={finder} option="wholeWord" label="Whole words" sign="ab" />
        <Toggle finder={finder} option="isRegExp" label="Regular expression" sign=".*" />
      </div>
      <Count finder={finder} />
      <ActionIcon
        variant="subtle"
        color="gray"
        size={24}
        data-disabled={none || undefined}
        aria-disabled={none}
        aria-label="Previous match"
        title="Previous match (Shift+Enter)"
        onClick={() => finder.step(-1)}
      >
        <IconArrowUp size={15} />
      </ActionIcon>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={24}
        data-disabled={none || undefined}
        aria-disabled={none}
        aria-label="Next match"
        title="Next match (Enter)"
        onClick={() => finder.step(1)}
      >
        <IconArrowDown size={15} />
      </ActionIcon>
      <ActionIcon
        className={classes.end}
        variant="subtle"
        color="gray"
        size={24}
        aria-label="Close find"
        title="Close (Esc)"
        onClick={onClose}
      >
        <IconX size={15} />
      </ActionIcon>
    </div>
  );
}

interface ToggleProps {
  finder: Finder;
  option: Exclude<keyof Search, 'text'>;
  label: string;
  sign: string;
}

function Toggle({ finder, option, label, sign }: ToggleProps) {
  const isOn = useReadable(finder.state).search[option];
  return (
    <button
      type="button"
      className={classes.toggle}
      aria-label={label}
      aria-pressed={isOn}
      title={label}
      onClick={() => finder.look({ [option]: !isOn })}
    >
      <span className={classes.sign} data-sign={sign} data-underlined={option === 'wholeWord' || undefined} />
    </button>
  );
}

function Count({ finder }: { finder: Finder }) {
  const { search, matches, current, problem, said } = useReadable(finder.state);
  const many = matches.length === mostMatches ? `${mostMatches}+` : matches.length;
  const words =
    said ??
    (search.text === '' || problem !== null
      ? ''
      : matches.length === 0
        ? 'No matches'
        : current === -1
          ? `${many}`
          : `${current + 1} of ${many}`);
  return (
    <span className={classes.count} role="status" data-none={words === 'No matches' || undefined}>
      {words}
    </span>
  );
}

function ReplaceRow({ finder }: { finder: Finder }) {
  const { replacement, matches } = useReadable(finder.state);
  // A button that was pressed keeps the focus: Escape and Tab go on from there.
  const disabled = matches.length === 0 ? { 'data-disabled': true, 'aria-disabled': true } : {};
  return (
    <div className={classes.row}>
      <div className={classes.field}>
        <input
          aria-label="Replace with"
          placeholder="Replace with"
          spellCheck={false}
          value={replacement}
          onChange={({ currentTarget }) => finder.setReplacement(currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key !== 'Enter') return;
            event.preventDefault();
            finder.replaceOne();
          }}
        />
      </div>
      <Button size="compact-sm" variant="default" {...disabled} onClick={finder.replaceOne}>
        Replace
      </Button>
      <Button size="compact-sm" variant="default" {...disabled} onClick={finder.replaceAll}>
        Replace all
      </Button>
    </div>
  );
}
