import { UnstyledButton } from '@mantine/core';
import type { Change, Checkout, CheckoutStatus } from '@notelab/contract';
import { IconChevronRight } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useMemo, useRef } from 'react';
import { SectionTitle } from '../../theme/section-title.tsx';
import { useOpenConflicts } from '../conflicts/use-open-conflicts.ts';
import { useOpenFiles } from '../editor/open-files.tsx';
import { tabKey } from '../editor/tabs.ts';
import { parseTexts, useSessionState } from '../use-session-state.ts';
import { type ChangeGroup, type ChangeRow, toChangeRows } from './change-rows.ts';
import { changeWords } from './change-words.ts';
import classes from './changed-files.module.css';
import { ChangedPath, visiblePath } from './changed-path.tsx';

const rowHeight = 26;
const mostRowsShown = 14;

const groupTitles: Record<ChangeGroup, string> = {
  conflicts: 'Conflicts',
  changes: 'Changes',
  untracked: 'Untracked',
};

/** What has changed since the last commit, in groups; a click shows how. */
export function ChangedFiles({ checkout, status }: { checkout: Checkout; status: CheckoutStatus }) {
  const { tabs, open } = useOpenFiles();
  const openConflicts = useOpenConflicts();
  const [folded, setFolded] = useSessionState('notelab.git-panel-folded', [], parseTexts);
  const rows = useMemo(() => toChangeRows(status, folded as ChangeGroup[]), [status, folded]);
  const scroll = useRef<HTMLDivElement>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  if (status.changeCount === 0) return <NothingChanged checkout={checkout} status={status} />;
  const toggle = (group: ChangeGroup) =>
    setFolded(folded.includes(group) ? folded.filter((one) => one !== group) : [...folded, group]);
  const { id: checkoutId, folderName } = checkout;
  return (
    <section aria-label="Changes">
      <div
        className={classes.scroll}
        ref={scroll}
        style={{ height: Math.min(rows.length, mostRowsShown) * rowHeight }}
      >
        <ul className={classes.list} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ key, index, start }) => {
            const row = rows[index];
            if (!row) return null;
            const { path, originalPath } =
              row.kind === 'change' ? row.change : { path: '', originalPath: null };
            const tab = { kind: 'diff' as const, checkoutId, folderName, path, originalPath };
            return (
              <li key={key} className={classes.item} style={{ transform: `translateY(${start}px)` }}>
                <Row
                  row={row}
                  isInFront={row.kind === 'change' && tabs.active === tabKey(tab)}
                  onOpen={() =>
                    row.kind === 'change' && row.change.kind === 'conflicted'
                      ? openConflicts(checkout, path)
                      : open(tab)
                  }
                  onToggle={toggle}
                />
              </li>
            );
          })}
        </ul>
      </div>
    </section>
  );
}

function NothingChanged({ checkout, status }: { checkout: Checkout; status: CheckoutStatus }) {
  return (
    <section aria-label="Changes">
      <SectionTitle count={0}>Changes</SectionTitle>
      <p className={classes.empty}>
        {status.head.kind === 'unborn'
          ? `No file yet. Add some to ${checkout.folderName}, then commit them.`
          : 'Nothing has changed since the last commit.'}
      </p>
    </section>
  );
}

interface RowProps {
  row: ChangeRow;
  isInFront: boolean;
  onOpen: () => void;
  onToggle: (group: ChangeGroup) => void;
}

function Row({ row, isInFront, onOpen, onToggle }: RowProps) {
  if (row.kind === 'change') return <ChangedFile change={row.change} isInFront={isInFront} onOpen={onOpen} />;
  const { group, count } = row;
  if (row.kind === 'unlisted')
    return <p className={classes.unlisted}>and {count.toLocaleString('en-GB')} more that are not listed</p>;
  return (
    <h2 className={classes.heading} data-group={group}>
      <UnstyledButton className={classes.fold} aria-expanded={row.isOpen} onClick={() => onToggle(group)}>
        <IconChevronRight size={13} aria-hidden data-open={row.isOpen || undefined} />
        {groupTitles[group]} · {count.toLocaleString('en-GB')}
      </UnstyledButton>
    </h2>
  );
}

interface ChangedFileProps {
  change: Change;
  isInFront: boolean;
  onOpen: () => void;
}

function ChangedFile({ change, isInFront, onOpen }: ChangedFileProps) {
  const { path, originalPath, kind } = change;
  const { letter, word, tone } = changeWords[kind];
  return (
    <UnstyledButton
      className={classes.row}
      data-tone={tone}
      data-in-front={isInFront || undefined}
      aria-label={`${visiblePath(path)}, ${word}`}
      title={originalPath ? `${originalPath} → ${path}` : path}
      onClick={onOpen}
    >
      <ChangedPath path={path} deleted={kind === 'deleted'} />
      <span className={classes.letter} data-letter={letter} />
    </UnstyledButton>
  );
}
