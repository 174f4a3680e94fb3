import { Button, Skeleton } from '@mantine/core';
import { IconNotebook } from '@tabler/icons-react';
import { useVirtualizer } from '@tanstack/react-virtual';
import { type ReactNode, useEffect, useMemo, useRef } from 'react';
import { EmptyState } from '../../theme/empty-state.tsx';
import { showLine } from '../editor/line-to-show.ts';
import { useOpenFiles } from '../editor/open-files.tsx';
import { useLanguage } from '../editor/use-language.ts';
import { useProject } from '../project-context.ts';
import { CellView } from './cell-view.tsx';
import { estimateHeight } from './estimate-height.ts';
import type { NotebookModel } from './notebook-model.ts';
import { type NotebookSource, useNotebookReading } from './notebook-reading.ts';
import classes from './notebook-view.module.css';
import { NotebookViewContext, type ViewContext } from './view-context.ts';
import { recallView, rememberView } from './view-memory.ts';

interface NotebookViewProps {
  path: string;
  source: NotebookSource;
  /** What can be done with a file that is no notebook. */
  otherwise: { label: string; onClick: () => void } | { label: string; href: string };
}

/** A notebook file to be read. Loaded when the first one is opened. */
export function NotebookView({ path, source, otherwise }: NotebookViewProps) {
  const reading = useNotebookReading(source);
  if (reading === null) return <LoadingNotebook />;
  if ('problem' in reading)
    return (
      <div className={classes.empty}>
        <EmptyState
          icon={<IconNotebook size={20} />}
          title="This notebook cannot be shown"
          action={<Otherwise otherwise={otherwise} />}
        >
          {reading.problem}
        </EmptyState>
      </div>
    );
  if (reading.model.cells.length === 0)
    return (
      <div className={classes.empty}>
        <EmptyState icon={<IconNotebook size={20} />} title="This notebook is empty">
          It has no cells.
        </EmptyState>
      </div>
    );
  return <Cells path={path} model={reading.model} />;
}

/** Of notebooks up to this size all cells are in the document, so that the browser's own search finds them. */
const mostWhole = 60;

function Cells({ path, model }: { path: string; model: NotebookModel }) {
  const { id: projectId } = useProject();
  const { open } = useOpenFiles();
  const scroll = useRef<HTMLDivElement>(null);
  const language = useLanguage(model.codeName);
  const { cells, codeName } = model;
  const memoryKey = `${projectId}:${path}`;
  const remembered = useMemo(() => recallView(memoryKey), [memoryKey]);
  const virtual = useVirtualizer({
    count: cells.length,
    getScrollElement: () => scroll.current,
    estimateSize: (index) => estimateHeight(cells[index]!),
    overscan: cells.length <= mostWhole ? mostWhole : 4,
    initialOffset: remembered.offset,
    // Those of other cells would put these in wrong places.
    initialMeasurementsCache: remembered.measurements.length === cells.length ? remembered.measurements : [],
  });
  const latest = useRef({ virtual, cells });
  latest.current = { virtual, cells };
  useEffect(
    () => () => {
      const { measurementsCache, scrollOffset } = latest.current.virtual;
      rememberView(memoryKey, { ...remembered, offset: scrollOffset ?? 0, measurements: measurementsCache });
    },
    [memoryKey, remembered],
  );
  const view = useMemo(
    (): ViewContext => ({
      projectId,
      path,
      openFile(file, line) {
        open({ kind: 'file', path: file });
        if (line) showLine(`${projectId}:${file}`, line);
      },
      goToAnchor(name) {
        const index = latest.current.cells.findIndex(({ anchors }) => anchors.includes(name));
        if (index !== -1) latest.current.virtual.scrollToIndex(index, { align: 'start' });
      },
      memory: remembered.parts,
    }),
    [projectId, path, open, remembered],
  );
  return (
    <NotebookViewContext value={view}>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: so that the keyboard can scroll it */}
      <section className={classes.scroll} ref={scroll} tabIndex={0} aria-label={`Notebook ${path}`}>
        <div className={classes.sheet} style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map(({ key, index, start }) => {
            const cell = cells[index];
            if (!cell) return null;
            return (
              <article
                key={key}
                ref={virtual.measureElement}
                data-index={index}
                data-kind={cell.kind}
                aria-label={`Cell ${index + 1} of ${cells.length}, ${kindInWords[cell.kind]}`}
                className={classes.cell}
                style={{ transform: `translateY(${start}px)` }}
              >
                <CellView cell={cell} index={index} codeName={codeName} language={language} />
              </article>
            );
          })}
        </div>
      </section>
    </NotebookViewContext>
  );
}

const kindInWords = { code: 'code', markdown: 'text', raw: 'raw' };

function Otherwise({ otherwise }: Pick<NotebookViewProps, 'otherwise'>): ReactNode {
  return 'href' in otherwise ? (
    <Button component="a" href={otherwise.href} download variant="default">
      {otherwise.label}
    </Button>
  ) : (
    <Button variant="default" onClick={otherwise.onClick}>
      {otherwise.label}
    </Button>
  );
}

function LoadingNotebook() {
  return (
    <div className={classes.sheet} role="status" aria-label="Reading the notebook">
      {[120, 64, 96].map((height) => (
        <Skeleton key={height} height={height} ml={80} mb={16} w="auto" mr={34} />
      ))}
    </div>
  );
}
