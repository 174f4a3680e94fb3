import { Button, Skeleton } from '@mantine/core';
import type { Checkout } from '@notelab/contract';
import { useQuery } from '@tanstack/react-query';
import { useMemo, useRef, useState } from 'react';
import { filesQuery } from '../../api/queries.ts';
import { useRole } from '../../app/workspace.ts';
import { notifyProblem } from '../../theme/notify.ts';
import { SectionTitle } from '../../theme/section-title.tsx';
import { useDialogs } from '../dialogs-context.ts';
import { useOpenFiles } from '../editor/open-files.tsx';
import { useOperations } from '../operations/operations-context.tsx';
import { isUnfinished } from '../operations/unfinished.ts';
import { useProject } from '../project-context.ts';
import { readDropped } from '../uploads/read-dropped.ts';
import { UploadsStrip } from '../uploads/uploads-strip.tsx';
import { useUploads } from '../uploads/use-uploads.ts';
import { AddToFilesMenu } from './add-to-files-menu.tsx';
import cloneClasses from './clone-row.module.css';
import { CloneRow } from './clone-row.tsx';
import { DeleteFilesDialog } from './delete-files-dialog.tsx';
import treeClasses from './file-tree.module.css';
import { FileTree } from './file-tree.tsx';
import classes from './files-section.module.css';
import { NewEntryDialog } from './new-entry-dialog.tsx';
import { useCheckoutMarks } from './use-checkout-marks.ts';
import { useFileActions } from './use-file-actions.ts';
import type { FileTreeActions } from './use-file-tree.ts';

type Asking = { kind: 'file' | 'folder'; folder: string } | { kind: 'delete'; paths: string[] } | null;

interface FilesSectionProps {
  checkouts: Checkout[];
  onShowInGitPanel: (checkout: Checkout) => void;
}

/** The sidebar's Files: the tree, clones and uploads on their way into it. */
export function FilesSection({ checkouts, onShowInGitPanel }: FilesSectionProps) {
  const project = useProject();
  const { canEdit } = useRole();
  const { open } = useOpenFiles();
  const fileActions = useFileActions();
  const { queue, progress, upload } = useUploads(project.id);
  const { branches, behind, marks } = useCheckoutMarks(checkouts);
  const [asking, setAsking] = useState<Asking>(null);
  const picker = useRef<HTMLInputElement>(null);
  const uploadFolder = useRef('');

  const add = (kind: 'file' | 'folder' | 'upload', folder: string) => {
    if (kind !== 'upload') return setAsking({ kind, folder });
    uploadFolder.current = folder;
    picker.current?.click();
  };
  const actions = useMemo<FileTreeActions>(
    () => ({
      open: (path) => open({ kind: 'file', path }),
      rename: (from, to) => void fileActions.rename(from, to).catch(notifyProblem),
      move: (paths, folder) => void fileActions.move(paths, folder).catch(notifyProblem),
      drop: (transfer, folder) => void readDropped(transfer, folder).then(upload, notifyProblem),
      askToDelete: (paths) => setAsking({ kind: 'delete', paths }),
    }),
    [open, fileActions, upload],
  );
  const close = () => setAsking(null);

  return (
    <section className={classes.section} aria-labelledby="files-title">
      <div className={classes.head}>
        <SectionTitle id="files-title" action={canEdit ? <AddToFilesMenu onAdd={add} /> : null}>
          Files
        </SectionTitle>
      </div>
      <Clones checkouts={checkouts} />
      <EmptyHint hasCheckouts={checkouts.length > 0} />
      <FileTree
        checkouts={checkouts}
        branches={branches}
        behind={behind}
        marks={marks}
        actions={actions}
        onAdd={add}
        onShowInGitPanel={onShowInGitPanel}
      />
      <UploadsStrip queue={queue} progress={progress} />
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        aria-label="Files to upload"
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])];
          currentTarget.value = '';
          const folder = uploadFolder.current;
          void upload({ folders: [], files: files.map((file) => ({ file, folder })) });
        }}
      />
      {asking?.kind === 'file' || asking?.kind === 'folder' ? (
        <NewEntryDialog
          kind={asking.kind}
          folder={asking.folder}
          onClose={close}
          onCreated={(path) => {
            if (asking.kind === 'file') open({ kind: 'file', path });
          }}
        />
      ) : null}
      {asking?.kind === 'delete' ? <DeleteFilesDialog paths={asking.paths} onClose={close} /> : null}
    </section>
  );
}

function Clones({ checkouts }: { checkouts: Checkout[] }) {
  const { operations } = useOperations();
  const cloning = checkouts.filter(({ state }) => state === 'cloning');
  if (cloning.length === 0) return null;
  const operationOf = ({ id }: Checkout) =>
    operations.find(({ checkoutId, kind, status }) => {
      return checkoutId === id && kind === 'clone' && isUnfinished({ status });
    }) ?? null;
  return (
    <ul className={cloneClasses.list} aria-label="Repositories being cloned">
      {cloning.map((checkout) => (
        <CloneRow key={checkout.id} checkout={checkout} operation={operationOf(checkout)} />
      ))}
    </ul>
  );
}

/** Stands above the tree while it has no rows. */
function EmptyHint({ hasCheckouts }: { hasCheckouts: boolean }) {
  const { id: projectId } = useProject();
  const { canEdit } = useRole();
  const { show } = useDialogs();
  const root = useQuery(filesQuery(projectId, ''));
  if (root.isPending) {
    return (
      <div className={treeClasses.hint} role="status" aria-label="Loading">
        {[70, 50, 60, 40].map((width) => (
          <Skeleton key={width} height={9} width={`${width}%`} mb={14} />
        ))}
      </div>
    );
  }
  if (!root.data || root.data.length > 0 || hasCheckouts) return null;
  return (
    <div className={treeClasses.hint}>
      <p>
        {canEdit
          ? 'No files yet. Connect a repository, drop files here, or add one with +.'
          : 'No files yet. An editor of the workspace can add some.'}
      </p>
      {canEdit ? (
        <Button size="xs" variant="default" onClick={() => show({ kind: 'connect-repository' })}>
          Connect a GitLab repository
        </Button>
      ) : null}
    </div>
  );
}
