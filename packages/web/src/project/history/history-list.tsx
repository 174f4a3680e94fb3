import { Loader } from '@mantine/core';
import type { HistoryCommit } from '@notelab/contract';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useEffect, useId, useMemo, useRef } from 'react';
import { PersonPicture } from '../../theme/person-picture.tsx';
import { RelativeTime } from '../../theme/relative-time.tsx';
import { CommitRefs } from './commit-refs.tsx';
import { GraphCell, lanesOf } from './graph-cell.tsx';
import { type GraphRow, layOutGraph } from './graph-lanes.ts';
import classes from './history.module.css';

const rowHeight = 30;

interface HistoryListProps {
  commits: HistoryCommit[];
  /** False for what was found: its commits are no neighbours. */
  hasGraph: boolean;
  selected: string | null;
  onSelect: (oid: string) => void;
  /** Null when all are there. */
  onMore: (() => void) | null;
}

/** Commits under each other, with their graph; only what is in sight is drawn. Arrow keys go from one to the next. */
export function HistoryList({ commits, hasGraph, selected, onSelect, onMore }: HistoryListProps) {
  const rows = useMemo(() => (hasGraph ? layOutGraph(commits) : null), [commits, hasGraph]);
  const lanes = useMemo(() => (rows ? lanesOf(rows) : 0), [rows]);
  const scroll = useRef<HTMLDivElement>(null);
  const id = useId();
  const virtual = useVirtualizer({
    count: commits.length + (onMore ? 1 : 0),
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 12,
  });
  const items = virtual.getVirtualItems();
  const isEndInSight = (items.at(-1)?.index ?? -1) >= commits.length;
  useEffect(() => {
    if (isEndInSight) onMore?.();
  }, [isEndInSight, onMore]);

  const at = commits.findIndex(({ oid }) => oid === selected);
  const onKeyDown = (event: KeyboardEvent) => {
    const to = indexAfter(event.key, at, commits.length);
    if (to === null) return;
    event.preventDefault();
    onSelect(commits[to]!.oid);
    virtual.scrollToIndex(to);
  };
  return (
    <div
      className={classes.list}
      ref={scroll}
      role="listbox"
      aria-label="Commits"
      tabIndex={0}
      aria-activedescendant={at >= 0 ? `${id}${at}` : undefined}
      onKeyDown={onKeyDown}
    >
      <div className={classes.rows} style={{ height: virtual.getTotalSize() }} role="presentation">
        {items.map(({ key, index, start }) => {
          const commit = commits[index];
          const style = { transform: `translateY(${start}px)` };
          if (!commit) return <Loader key={key} className={classes.more} size="xs" style={style} />;
          return (
            <CommitRow
              key={key}
              id={`${id}${index}`}
              commit={commit}
              graph={rows?.[index] ?? null}
              lanes={lanes}
              isSelected={index === at}
              style={style}
              onSelect={onSelect}
            />
          );
        })}
      </div>
    </div>
  );
}

interface CommitRowProps {
  id: string;
  commit: HistoryCommit;
  graph: GraphRow | null;
  lanes: number;
  isSelected: boolean;
  style: { transform: string };
  onSelect: (oid: string) => void;
}

function CommitRow({ id, commit, graph, lanes, isSelected, style, onSelect }: CommitRowProps) {
  const { oid, subject, author, at } = commit;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys go to the list, which names the selected option
    <div
      id={id}
      className={classes.row}
      style={style}
      role="option"
      tabIndex={-1}
      aria-selected={isSelected}
      title={`${subject}\n${author.name} <${author.email}>`}
      onClick={() => onSelect(oid)}
    >
      {graph ? <GraphCell row={graph} height={rowHeight} lanes={lanes} /> : null}
      <span className={classes.subject}>{subject || '(no message)'}</span>
      <span className={classes.refs}>
        <CommitRefs commit={commit} />
      </span>
      <PersonPicture name={author.name} src={author.pictureUrl} size={18} />
      <span className={classes.author}>{author.name}</span>
      <span className={classes.oid}>{oid.slice(0, 8)}</span>
      <span className={classes.when}>
        <RelativeTime at={at} short />
      </span>
    </div>
  );
}

const pageRows = 10;

function indexAfter(key: string, at: number, count: number): number | null {
  const steps: Record<string, number> = {
    ArrowDown: at + 1,
    ArrowUp: at - 1,
    PageDown: at + pageRows,
    PageUp: at - pageRows,
    Home: 0,
    End: count - 1,
  };
  const to = steps[key];
  return to === undefined || count === 0 ? null : Math.max(0, Math.min(count - 1, to));
}
