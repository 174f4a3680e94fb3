import { UnstyledButton } from '@mantine/core';
import type { Change, Checkout, CheckoutStatus } from '@notelab/contract';
import { useVirtualizer } from '@tanstack/react-virtual';
import { useRef } from 'react';
import { SectionTitle } from '../../theme/section-title.tsx';
import { useOpenFiles } from '../editor/open-files.tsx';
import { tabKey } from '../editor/tabs.ts';
import { nameOf, parentOf } from '../paths.ts';
import { changeWords } from './change-words.ts';
import classes from './changed-files.module.css';

const rowHeight = 26;
const mostRowsShown = 12;

/** What has changed since the last commit; a click shows how. */
export function ChangedFiles({ checkout, status }: { checkout: Checkout; status: CheckoutStatus }) {
  const { tabs, open } = useOpenFiles();
  const scroll = useRef<HTMLDivElement>(null);
  const { changes, changeCount } = status;
  const virtual = useVirtualizer({
    count: changes.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 8,
  });
  const hidden = changeCount - changes.length;
  return (
    <section aria-label="Changes">
      <SectionTitle count={changeCount}>Changes</SectionTitle>
      {changes.length === 0 ? (
        <p className={classes.empty}>
          {status.head.kind === 'unborn'
            ? `No file yet. Add some to ${checkout.folderName}, then commit them.`
            : 'Nothing has changed since the last commit.'}
        </p>
      ) : null}
      <div
        className={classes.scroll}
        ref={scroll}
        style={{ height: Math.min(changes.length, mostRowsShown) * rowHeight }}
      >
        <ul className={classes.list} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ key, index, start }) => {
            const change = changes[index];
            if (!change) return null;
            const { path, originalPath } = change;
            const { id: checkoutId, folderName } = checkout;
            const tab = { kind: 'diff' as const, checkoutId, folderName, path, originalPath };
            return (
              <li key={key} className={classes.item} style={{ transform: `translateY(${start}px)` }}>
                <ChangedFile
                  change={change}
                  isInFront={tabs.active === tabKey(tab)}
                  onOpen={() => open(tab)}
                />
              </li>
            );
          })}
        </ul>
      </div>
      {hidden > 0 ? <p className={classes.empty}>and {hidden} more that are not listed</p> : null}
    </section>
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
      aria-label={`${visibleText(path)}, ${word}`}
      title={originalPath ? `${originalPath} → ${path}` : path}
      onClick={onOpen}
    >
      <ChangedPath path={path} deleted={kind === 'deleted'} />
      <span className={classes.letter} data-letter={letter} />
    </UnstyledButton>
  );
}

/** A path as `ChangedPath` shows it: labels contain it for people who speak to their computer. */
function visibleText(path: string): string {
  const bare = path.endsWith('/') ? path.slice(0, -1) : path;
  return `${path.slice(bare.lastIndexOf('/') + 1)} ${parentOf(bare)}`.trim();
}

/** A path whose name stays readable where room is scarce. */
export function ChangedPath({ path, deleted = false }: { path: string; deleted?: boolean }) {
  const bare = path.endsWith('/') ? path.slice(0, -1) : path;
  const folder = parentOf(bare);
  return (
    <span className={classes.path}>
      <span className={classes.name} data-deleted={deleted || undefined}>
        {nameOf(bare)}
        {path.endsWith('/') ? '/' : ''}
      </span>
      {folder === '' ? null : ' '}
      {folder === '' ? null : <span className={classes.folder}>{folder}</span>}
    </span>
  );
}
