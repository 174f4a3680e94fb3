import { Anchor, Checkbox, TextInput } from '@mantine/core';
import type { Change } from '@notelab/contract';
import { IconSearch } from '@tabler/icons-react';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import { changeWords } from '../git-panel/change-words.ts';
import listClasses from '../git-panel/changed-files.module.css';
import { ChangedPath } from '../git-panel/changed-path.tsx';
import classes from './commit.module.css';
import { type Ticks, withFiles } from './parts.ts';
import { filterChanges } from './selection.ts';

interface CommitFileListProps {
  changes: Change[];
  /** All changes, also those that are not listed. */
  changeCount: number;
  ticks: Ticks;
  onTicks: (change: (before: Ticks) => Ticks) => void;
  /** Path of the file whose difference is shown. */
  shown: string | null;
  onShow: (change: Change) => void;
  disabled: boolean;
  /** Whether those that are not listed are committed, too. */
  others: boolean;
  onOthers: (others: boolean) => void;
}

const rowHeight = 28;

/** The changed files with their ticks. Arrows move, Space ticks. */
export function CommitFileList(props: CommitFileListProps) {
  const { changes, changeCount, ticks, onTicks, shown, onShow, disabled } = props;
  const [search, setSearch] = useState('');
  const listed = filterChanges(changes, search);
  const paths = listed.map(({ path }) => path);
  const tickedCount = changes.filter(({ path }) => ticks.selected.has(path)).length;
  return (
    <div className={classes.files}>
      <div className={classes.filesHead}>
        <h3 className={classes.filesTitle}>
          {tickedCount + (props.others ? changeCount - changes.length : 0)} of {changeCount}{' '}
          {changeCount === 1 ? 'file' : 'files'}
        </h3>
        <span>
          <Anchor
            component="button"
            type="button"
            size="xs"
            disabled={disabled}
            onClick={() => onTicks((before) => withFiles(before, paths, true))}
          >
            All
          </Anchor>
          {' · '}
          <Anchor
            component="button"
            type="button"
            size="xs"
            disabled={disabled}
            onClick={() => onTicks((before) => withFiles(before, paths, false))}
          >
            None
          </Anchor>
        </span>
      </div>
      <TextInput
        className={classes.filter}
        size="xs"
        placeholder="Filter files"
        aria-label="Filter files"
        leftSection={<IconSearch size={13} aria-hidden />}
        value={search}
        onChange={(event) => setSearch(event.currentTarget.value)}
      />
      <TickList
        changes={listed}
        ticks={ticks}
        onTicks={onTicks}
        shown={shown}
        onShow={onShow}
        disabled={disabled}
      />
      {changeCount > changes.length ? (
        <Checkbox
          className={classes.more}
          size="xs"
          label={`Commit also the ${changeCount - changes.length} changed files that are not listed here`}
          checked={props.others}
          disabled={disabled}
          onChange={({ currentTarget }) => props.onOthers(currentTarget.checked)}
        />
      ) : null}
    </div>
  );
}

function TickList(props: Omit<CommitFileListProps, 'changeCount' | 'others' | 'onOthers'>) {
  const { changes, ticks, onTicks, shown, onShow, disabled } = props;
  const scroll = useRef<HTMLDivElement>(null);
  const wantsFocus = useRef(false);
  const shownAt = Math.max(
    0,
    changes.findIndex(({ path }) => path === shown),
  );
  const virtual = useVirtualizer({
    count: changes.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 8,
    rangeExtractor: (range) => [...new Set([...defaultRangeExtractor(range), shownAt])].sort((a, b) => a - b),
  });

  useEffect(() => {
    if (!wantsFocus.current) return;
    wantsFocus.current = false;
    scroll.current?.querySelector<HTMLElement>(`[data-index="${shownAt}"] input`)?.focus();
  }, [shownAt]);
  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1, PageDown: 8, PageUp: -8 }[event.key];
    if (!step) return;
    event.preventDefault();
    const to = Math.max(0, Math.min(changes.length - 1, shownAt + step));
    const change = changes[to];
    if (!change || to === shownAt) return;
    wantsFocus.current = true;
    virtual.scrollToIndex(to);
    onShow(change);
  };

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrows move between the boxes inside
    <div className={classes.fileScroll} ref={scroll} onKeyDown={onKeyDown}>
      {changes.length === 0 ? <p className={classes.more}>No changed file has this name.</p> : null}
      <ul className={classes.fileList} style={{ height: virtual.getTotalSize() }} aria-label="Changed files">
        {virtual.getVirtualItems().map(({ key, index, start }) => {
          const change = changes[index];
          if (!change) return null;
          const { path, kind, originalPath } = change;
          const { letter, word, tone } = changeWords[kind];
          return (
            <li
              key={key}
              className={`${classes.file} ${listClasses.row}`}
              style={{ transform: `translateY(${start}px)` }}
              data-index={index}
              data-tone={tone}
              data-in-front={path === shown || undefined}
            >
              <Checkbox
                size="xs"
                aria-label={path}
                aria-description={ticks.parts.has(path) ? `${word}, in part` : word}
                checked={ticks.selected.has(path) && !ticks.parts.has(path)}
                indeterminate={ticks.parts.has(path)}
                disabled={disabled}
                tabIndex={index === shownAt ? 0 : -1}
                onFocus={() => path !== shown && onShow(change)}
                onChange={() =>
                  onTicks((before) =>
                    withFiles(before, [path], !before.selected.has(path) || before.parts.has(path)),
                  )
                }
              />
              <button
                type="button"
                className={classes.fileName}
                tabIndex={-1}
                title={originalPath ? `${originalPath} → ${path}` : path}
                onClick={() => onShow(change)}
              >
                <ChangedPath path={path} deleted={kind === 'deleted'} />
              </button>
              <span className={listClasses.letter} data-letter={letter} />
            </li>
          );
        })}
      </ul>
    </div>
  );
}
