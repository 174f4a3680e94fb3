import type { Notebook, NotebookId } from '@notelab/contract';
import { IconNotebook } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { type KeyboardEvent, lazy, type MouseEvent, Suspense, useEffect, useRef, useState } from 'react';
import { notebookSourcesQuery } from '../../api/notebook-queries.ts';
import { useRole } from '../../app/workspace.ts';
import { useOpenFiles } from '../editor/open-files.tsx';
import { tabKey } from '../editor/tabs.ts';
import { useProject } from '../project-context.ts';
import shared from '../sidebar-section.module.css';
import { NotebookMenu, type NotebookMenuPlace } from './notebook-menu.tsx';
import { NotebookRow } from './notebook-row.tsx';
import classes from './notebooks-section.module.css';
import { RenameNotebookInput } from './rename-notebook-input.tsx';
import type { useNotebookList } from './use-notebook-list.ts';
import { useSortingByDrag } from './use-sorting-by-drag.ts';

const ExportNotebookDialog = lazy(() =>
  import('./export/export-notebook-dialog.tsx').then(({ ExportNotebookDialog }) => ({
    default: ExportNotebookDialog,
  })),
);

interface NotebookListProps {
  notebooks: Notebook[];
  list: ReturnType<typeof useNotebookList>;
}

/** The notebooks. Arrows go through them; F2, Delete and Alt with an arrow change them. */
export function NotebookList({ notebooks, list }: NotebookListProps) {
  const { canEdit } = useRole();
  const { id: projectId } = useProject();
  const { tabs } = useOpenFiles();
  const { data: sources } = useQuery(notebookSourcesQuery(projectId));
  const root = useRef<HTMLUListElement>(null);
  const [visited, setVisited] = useState<NotebookId | null>(null);
  const [exporting, setExporting] = useState<Notebook | null>(null);
  const [menu, setMenu] = useState<NotebookMenuPlace | null>(null);
  const ids = notebooks.map(({ id }) => id);
  const sorting = useSortingByDrag(ids, list.moveBefore);
  const inFront = ids.find((id) => tabKey({ kind: 'notebook', notebookId: id }) === tabs.active);
  const current = [visited, inFront].find((id) => id && ids.includes(id)) ?? ids[0];

  const rowOf = (id: NotebookId | undefined) =>
    root.current?.querySelector<HTMLElement>(`[data-notebook-id="${id}"]`);
  useEffect(() => {
    if (inFront)
      root.current?.querySelector(`[data-notebook-id="${inFront}"]`)?.scrollIntoView({ block: 'nearest' });
  }, [inFront]);

  const renamed = (id: NotebookId, name: string | null) => {
    list.rename(id, name);
    // The row is back when the page has been drawn again.
    requestAnimationFrame(() => {
      if (document.activeElement === document.body) rowOf(id)?.focus();
    });
  };
  const remove = (notebook: Notebook) => {
    const at = ids.indexOf(notebook.id);
    const next = ids[at + 1] ?? ids[at - 1];
    void list.remove(notebook);
    rowOf(next)?.focus();
  };
  const onKeyDown = (event: KeyboardEvent, notebook: Notebook) => {
    const at = ids.indexOf(notebook.id);
    const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : null;
    if (step && event.altKey) {
      if (canEdit) list.step(notebook, step);
    } else if (step) rowOf(ids[at + step])?.focus();
    else if (event.key === 'Home') rowOf(ids[0])?.focus();
    else if (event.key === 'End') rowOf(ids.at(-1))?.focus();
    else if (event.key === 'F2' && canEdit) list.setRenaming(notebook.id);
    else if (event.key === 'Delete' && canEdit) remove(notebook);
    else return;
    event.preventDefault();
  };

  const about = menu ? notebooks.find(({ id }) => id === menu.notebook.id) : undefined;
  return (
    <>
      <ul
        className={`${shared.list} ${classes.list}`}
        ref={root}
        aria-labelledby="notebooks-title"
        onDrop={sorting.onDrop}
      >
        {notebooks.map((notebook) => {
          const { id, name } = notebook;
          if (list.renaming === id)
            return (
              <li key={id} className={classes.item}>
                <div className={shared.row} data-in-front={id === inFront || undefined}>
                  <IconNotebook className={shared.icon} size={15} aria-hidden />
                  <RenameNotebookInput name={name} onDone={(next) => renamed(id, next)} />
                </div>
              </li>
            );
          return (
            <NotebookRow
              key={id}
              notebook={notebook}
              source={sources?.find(({ notebookId }) => notebookId === id) ?? null}
              canEdit={canEdit}
              isCurrent={id === current}
              isInFront={id === inFront}
              dropEdge={sorting.place?.id === id ? sorting.place.edge : null}
              drag={sorting.ofRow(id)}
              onOpen={() => list.show(id)}
              onFocus={() => setVisited(id)}
              onRename={() => list.setRenaming(id)}
              onKeyDown={(event) => onKeyDown(event, notebook)}
              onMenu={(event) => {
                event.preventDefault();
                rowOf(id)?.focus();
                setMenu({ ...placeOf(event), notebook });
              }}
            />
          );
        })}
      </ul>
      {menu && about ? (
        <NotebookMenu
          place={menu}
          canEdit={canEdit}
          isFirst={ids[0] === about.id}
          isLast={ids.at(-1) === about.id}
          onClose={() => setMenu(null)}
          onOpen={() => list.show(about.id)}
          onRename={() => list.setRenaming(about.id)}
          onDuplicate={() => void list.duplicate(about.id)}
          onMove={(step) => list.step(about, step)}
          onExport={() => setExporting(about)}
          onDelete={() => remove(about)}
        />
      ) : null}
      {exporting ? (
        <Suspense>
          <ExportNotebookDialog notebook={exporting} onClose={() => setExporting(null)} />
        </Suspense>
      ) : null}
    </>
  );
}

/** Where the menu opens: at the pointer, or below what the keyboard has asked at. */
function placeOf(event: MouseEvent): { x: number; y: number } {
  if (event.clientX !== 0 || event.clientY !== 0) return { x: event.clientX, y: event.clientY };
  const { left, bottom } = event.currentTarget.getBoundingClientRect();
  return { x: left, y: bottom };
}
