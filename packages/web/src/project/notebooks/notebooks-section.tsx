import { ActionIcon, Button, Skeleton, UnstyledButton } from '@mantine/core';
import type { Notebook } from '@notelab/contract';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { deletedNotebooksQuery, notebooksQuery } from '../../api/notebook-queries.ts';
import { toShownProblem } from '../../api/problem.ts';
import { useRole } from '../../app/workspace.ts';
import { SectionTitle } from '../../theme/section-title.tsx';
import { useProject } from '../project-context.ts';
import shared from '../sidebar-section.module.css';
import { DeletedNotebooksDialog } from './deleted-notebooks-dialog.tsx';
import { useNotebookImports } from './imports/imports-context.ts';
import { ImportsStrip } from './imports/imports-strip.tsx';
import { useDropOfFiles } from './imports/use-drop-of-files.ts';
import { useUploadNotebooks } from './imports/use-upload-notebooks.ts';
import { NotebookList } from './notebook-list.tsx';
import classes from './notebooks-section.module.css';
import { useNotebookList } from './use-notebook-list.ts';

const none: Notebook[] = [];

/** The sidebar's Notebooks, in the order that the team has given them. */
export function NotebooksSection() {
  const { id: projectId } = useProject();
  const { canEdit } = useRole();
  const { data, error } = useQuery(notebooksQuery(projectId));
  const list = useNotebookList(data ?? none);
  const { moveToNotebooks } = useNotebookImports();
  const drop = useDropOfFiles(canEdit, moveToNotebooks, useUploadNotebooks());
  return (
    <section
      className={`${shared.section} ${classes.section}`}
      aria-labelledby="notebooks-title"
      data-drop={drop.state ?? undefined}
      {...drop.place}
    >
      <div className={`${shared.head} ${classes.head}`}>
        <SectionTitle
          id="notebooks-title"
          action={
            canEdit ? (
              <ActionIcon
                variant="default"
                size={22}
                radius={6}
                aria-label="New notebook"
                title="New notebook"
                loading={list.creating}
                onClick={() => void list.create()}
              >
                <IconPlus size={13} aria-hidden />
              </ActionIcon>
            ) : null
          }
        >
          Notebooks
        </SectionTitle>
      </div>
      {data === undefined ? (
        <div className={`${shared.hint} ${classes.hint}`}>
          {error ? <p>{toShownProblem(error).title}</p> : <Skeleton height={9} />}
        </div>
      ) : data.length > 0 ? (
        <NotebookList notebooks={data} list={list} />
      ) : (
        <Empty onCreate={() => void list.create()} creating={list.creating} />
      )}
      <RecentlyDeleted />
      <ImportsStrip />
      {drop.state ? (
        <div className={classes.dropHere} aria-hidden>
          Move to Notebooks
        </div>
      ) : null}
      <div className={classes.status} role="status">
        {list.said}
      </div>
    </section>
  );
}

function Empty({ onCreate, creating }: { onCreate: () => void; creating: boolean }) {
  const { canEdit } = useRole();
  return (
    <div className={`${shared.hint} ${classes.hint}`}>
      <p>
        {canEdit
          ? 'No notebooks yet. Begin with an empty one, or drag .ipynb files here: from Files, or from your computer.'
          : 'No notebooks yet. An editor of the workspace can add some.'}
      </p>
      {canEdit ? (
        <Button size="xs" variant="default" loading={creating} onClick={onCreate}>
          New notebook
        </Button>
      ) : null}
    </div>
  );
}

function RecentlyDeleted() {
  const { id: projectId } = useProject();
  const { data } = useQuery(deletedNotebooksQuery(projectId));
  const [opened, setOpened] = useState(false);
  return (
    <>
      {data && data.length > 0 ? (
        <UnstyledButton className={classes.deleted} onClick={() => setOpened(true)}>
          <IconTrash size={13} aria-hidden />
          Recently deleted · {data.length}
        </UnstyledButton>
      ) : null}
      {opened ? <DeletedNotebooksDialog onClose={() => setOpened(false)} /> : null}
    </>
  );
}
