import { Loader, TextInput, UnstyledButton } from '@mantine/core';
import type { Branch } from '@notelab/contract';
import { IconCheck, IconPlus, IconSearch } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, useDeferredValue, useId, useMemo, useRef, useState } from 'react';
import { branchesQuery } from '../../api/queries.ts';
import { ErrorPanel } from '../../theme/error-panel.tsx';
import { RelativeTime } from '../../theme/relative-time.tsx';
import classes from './branch-dropdown.module.css';
import { type BranchRow, markCurrent, toBranchRows } from './branch-rows.ts';

interface BranchListProps {
  checkoutId: string;
  /** Null when there is none. */
  currentName: string | null;
  /** Viewers look only. */
  canEdit: boolean;
  onChoose: (branch: Branch) => void;
  onCreate: (wantedName: string) => void;
  onManage: () => void;
}

const headingHeight = 28;
const branchHeight = 44;

/** All branches, searchable; only what is in sight is drawn. */
export function BranchList({
  checkoutId,
  currentName,
  canEdit,
  onChoose,
  onCreate,
  onManage,
}: BranchListProps) {
  const query = useQuery(branchesQuery(checkoutId));
  const [search, setSearch] = useState('');
  const wanted = useDeferredValue(search);
  const rows = useMemo(
    () => toBranchRows(markCurrent(query.data ?? [], currentName), wanted),
    [query.data, currentName, wanted],
  );
  const [active, setActive] = useState(0);
  const id = useId();

  const choosable = rows.flatMap((row, index) => (row.kind === 'branch' ? [index] : []));
  const activeRow = choosable[Math.min(active, choosable.length - 1)] ?? -1;
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: (index) => (rows[index]?.kind === 'heading' ? headingHeight : branchHeight),
    getItemKey: (index) => keyOf(rows[index], index),
    overscan: 8,
  });

  const choose = (branch: Branch) => {
    if (canEdit) onChoose(branch);
  };
  const move = (to: number) => {
    const next = Math.max(0, Math.min(choosable.length - 1, to));
    setActive(next);
    const row = choosable[next];
    // The heading above the first branch comes into sight with it.
    if (row !== undefined) virtual.scrollToIndex(next === 0 ? 0 : row);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[activeRow];
    if (event.key === 'ArrowDown') move(active + 1);
    else if (event.key === 'ArrowUp') move(active - 1);
    else if (event.key === 'PageDown') move(active + 6);
    else if (event.key === 'PageUp') move(active - 6);
    else if (event.key === 'Enter' && row?.kind === 'branch') choose(row.branch);
    else if (event.key === 'Enter' && canEdit && rows.length === 0 && search.trim() !== '')
      onCreate(search.trim());
    else return;
    event.preventDefault();
  };

  return (
    <>
      <TextInput
        className={classes.search}
        leftSection={<IconSearch size={14} aria-hidden />}
        placeholder="Search branches"
        value={search}
        role="combobox"
        aria-label="Search branches"
        aria-expanded
        aria-controls={`${id}list`}
        aria-activedescendant={activeRow >= 0 ? `${id}row${activeRow}` : undefined}
        spellCheck={false}
        data-autofocus
        onKeyDown={onKeyDown}
        onChange={(event) => {
          setSearch(event.currentTarget.value);
          setActive(0);
          virtual.scrollToOffset(0);
        }}
      />
      {query.isError ? (
        <div className={classes.problem}>
          <ErrorPanel error={query.error} compact onRetry={() => void query.refetch()} />
        </div>
      ) : null}
      <div className={classes.scroll} ref={scroll}>
        {query.isPending ? <Loader size="xs" m={14} aria-label="Loading the branches" /> : null}
        {query.data && rows.length === 0 ? (
          <p className={classes.empty}>
            {search === '' ? 'There is no branch yet.' : 'No branch has this name.'}
          </p>
        ) : null}
        <div
          id={`${id}list`}
          role="listbox"
          aria-label="Branches"
          className={classes.list}
          style={{ height: virtual.getTotalSize() }}
        >
          {virtual.getVirtualItems().map(({ key, index, start }) => {
            const row = rows[index];
            const style = { transform: `translateY(${start}px)` };
            if (row?.kind === 'heading') {
              return (
                <div key={key} className={classes.heading} style={style} role="presentation">
                  {row.label}
                </div>
              );
            }
            return row ? (
              <BranchOption
                key={key}
                id={`${id}row${index}`}
                branch={row.branch}
                isActive={index === activeRow}
                style={style}
                canChoose={canEdit}
                onChoose={() => choose(row.branch)}
              />
            ) : null;
          })}
        </div>
      </div>
      {canEdit ? (
        <div className={classes.foot}>
          <UnstyledButton className={classes.create} onClick={() => onCreate(search.trim())}>
            <IconPlus size={14} aria-hidden />
            Create branch …
          </UnstyledButton>
          <UnstyledButton className={classes.manage} onClick={onManage}>
            All branches …
          </UnstyledButton>
        </div>
      ) : (
        <p className={classes.note}>Viewers see the branches. Editors change and create them.</p>
      )}
    </>
  );
}

interface BranchOptionProps {
  id: string;
  branch: Branch;
  isActive: boolean;
  canChoose: boolean;
  style: { transform: string };
  onChoose: () => void;
}

function BranchOption({ id, branch, isActive, canChoose, style, onChoose }: BranchOptionProps) {
  const { name, current, ahead, behind, upstreamGone, subject, committedAt, leftFileCount } = branch;
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keys go to the search field, which names the active option
    <div
      id={id}
      className={classes.option}
      style={style}
      role="option"
      tabIndex={-1}
      aria-selected={current}
      aria-disabled={!canChoose || undefined}
      aria-description={syncWords(branch)}
      data-active={isActive || undefined}
      title={name}
      onClick={onChoose}
    >
      <span className={classes.check} aria-hidden>
        {current ? <IconCheck size={14} /> : null}
      </span>
      <span className={classes.words}>
        <span className={classes.optionName}>{name}</span>
        <span className={classes.subject}>
          {leftFileCount > 0 ? (
            <span className={classes.left}>
              {leftFileCount} {leftFileCount === 1 ? 'file' : 'files'} left here ·{' '}
            </span>
          ) : null}
          {subject}
        </span>
      </span>
      <span className={classes.end}>
        <span>
          {ahead > 0 ? <span title={`${ahead} to push`}>↑{ahead} </span> : null}
          {behind > 0 ? <span title={`${behind} to pull`}>↓{behind}</span> : null}
          {upstreamGone ? <span className={classes.gone}>gone</span> : null}
        </span>
        {committedAt ? <RelativeTime at={committedAt} short /> : null}
      </span>
    </div>
  );
}

function syncWords({ ahead, behind, upstreamGone, current, leftFileCount }: Branch): string {
  const parts = [
    current ? 'current' : '',
    ahead > 0 ? `${ahead} to push` : '',
    behind > 0 ? `${behind} to pull` : '',
    upstreamGone ? 'gone from GitLab' : '',
    leftFileCount > 0 ? `${leftFileCount} files left here, given back when you return` : '',
  ];
  return parts.filter(Boolean).join(', ');
}

function keyOf(row: BranchRow | undefined, index: number): string | number {
  if (!row) return index;
  return row.kind === 'heading' ? row.label : `${row.branch.where} ${row.branch.name}`;
}
