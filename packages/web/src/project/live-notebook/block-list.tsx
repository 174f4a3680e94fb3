import { defaultRangeExtractor, type Range, useVirtualizer } from '@tanstack/react-virtual';
import { type Ref, useCallback, useImperativeHandle, useLayoutEffect, useMemo, useRef } from 'react';
import { recallView, rememberView } from '../notebook/view-memory.ts';
import { AddBetween } from './add-between.tsx';
import { BlockView } from './block-view.tsx';
import { DropLine, useBlockDrop } from './drop-line.tsx';
import { EndOfNotebook } from './end-of-notebook.tsx';
import { estimateBlockHeight } from './estimate-block-height.ts';
import { useLiveNotebook, usePicked, useReadable } from './live-context.ts';
import classes from './live-notebook.module.css';
import { useHistoryReturn } from './use-history-return.ts';
import { useNotebookKeys } from './use-notebook-keys.ts';
import { useOwnPlace } from './use-own-place.ts';

export interface BlockListHandle {
  reveal(id: string): void;
}

/** Of notebooks up to this size all blocks are in the document, so that the browser's own search finds them. */
const mostWhole = 60;

/** The blocks; those out of sight are not in the document. */
export function BlockList({ ref }: { ref: Ref<BlockListHandle> }) {
  const notebook = useLiveNotebook();
  const { blocks, selection, canEdit, name } = notebook;
  const ids = useReadable(blocks.order);
  const active = usePicked(selection.state, (state) => state.active);
  const scroll = useRef<HTMLDivElement>(null);
  const remembered = useMemo(() => recallView(`live ${notebook.notebookId}`), [notebook.notebookId]);
  const activeIndex = active === null ? -1 : ids.indexOf(active);
  const withActive = useCallback(
    (range: Range) => {
      const shown = defaultRangeExtractor(range);
      // It has the focus, or the cursor: it stays.
      if (activeIndex !== -1 && !shown.includes(activeIndex)) shown.push(activeIndex);
      return shown;
    },
    [activeIndex],
  );
  const virtual = useVirtualizer({
    count: ids.length,
    getScrollElement: () => scroll.current,
    getItemKey: useCallback((index: number) => ids[index] ?? index, [ids]),
    estimateSize: (index) => estimateBlockHeight(notebook, ids[index]!),
    overscan: ids.length <= mostWhole ? mostWhole : 5,
    rangeExtractor: withActive,
    initialOffset: remembered.offset,
    initialMeasurementsCache: remembered.measurements.length === ids.length ? remembered.measurements : [],
    scrollPaddingStart: 12,
    scrollPaddingEnd: 48,
  });
  const latest = useRef({ virtual, ids });
  latest.current = { virtual, ids };

  useImperativeHandle(
    ref,
    () => ({
      reveal(id) {
        const index = latest.current.ids.indexOf(id);
        if (index !== -1) latest.current.virtual.scrollToIndex(index, { align: 'start' });
      },
    }),
    [],
  );
  useLayoutEffect(
    () => () => {
      const { measurementsCache, scrollOffset } = latest.current.virtual;
      rememberView(`live ${notebook.notebookId}`, {
        offset: scrollOffset ?? 0,
        measurements: measurementsCache,
        parts: new Map(),
      });
    },
    [notebook.notebookId],
  );
  // What the selection moves to comes into sight.
  const followed = useRef(active);
  useLayoutEffect(() => {
    if (active === followed.current) return;
    followed.current = active;
    if (activeIndex !== -1) latest.current.virtual.scrollToIndex(activeIndex, { align: 'auto' });
  }, [active, activeIndex]);

  useOwnPlace();
  useHistoryReturn();
  const keys = useNotebookKeys(scroll);
  const drop = useBlockDrop(virtual, ids);
  return (
    <section
      ref={scroll}
      className={classes.scroll}
      aria-label={`Notebook ${name}`}
      data-blocks
      {...keys}
      {...drop.handlers}
    >
      <div className={classes.sheet}>
        <div className={classes.blocks} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ key, index, start }) => {
            const id = ids[index];
            if (id === undefined) return null;
            return (
              <div
                key={key}
                ref={virtual.measureElement}
                data-index={index}
                className={classes.place}
                style={{ top: start }}
              >
                {canEdit ? <AddBetween before={id} /> : null}
                <BlockView id={id} index={index} count={ids.length} />
              </div>
            );
          })}
          <DropLine at={drop.line} />
        </div>
        <EndOfNotebook isEmpty={ids.length === 0} />
      </div>
    </section>
  );
}
