import { Button } from '@mantine/core';
import { Dialog } from '../../../theme/dialog.tsx';
import { useOpenFiles } from '../../editor/open-files.tsx';
import { nameOf } from '../../paths.ts';
import type { ImportedFile } from './import-queue.ts';
import { useNotebookImports } from './imports-context.ts';

/** Asks what to do with a file that notebooks were made of before. */
export function AlreadyImportedDialog({ file, onClose }: { file: ImportedFile; onClose: () => void }) {
  const { moveToNotebooks } = useNotebookImports();
  const { open } = useOpenFiles();
  const [first, ...others] = file.notebooks;
  return (
    <Dialog
      title={`${nameOf(file.path)} is in Notebooks already`}
      onClose={onClose}
      footer={
        <>
          <Button
            variant="default"
            onClick={() => {
              onClose();
              moveToNotebooks([file.path], true);
            }}
          >
            Import again
          </Button>
          <Button
            data-autofocus
            onClick={() => {
              onClose();
              if (first) open({ kind: 'notebook', notebookId: first.id });
            }}
          >
            Open the notebook
          </Button>
        </>
      }
    >
      <p style={{ margin: 0 }}>
        {others.length === 0
          ? `The project has its notebook already: “${first?.name}”.`
          : `The project has its ${file.notebooks.length} notebooks already, “${first?.name}” is the first.`}{' '}
        Importing it again makes a copy beside it.
      </p>
    </Dialog>
  );
}
