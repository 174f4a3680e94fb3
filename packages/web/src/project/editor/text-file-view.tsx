import { Button, Loader } from '@mantine/core';
import type { FileContent } from '@notelab/contract';
import { lazy, Suspense, useEffect, useRef } from 'react';
import { useRole } from '../../app/workspace.ts';
import { Chip } from '../../theme/chip.tsx';
import { ErrorPanel } from '../../theme/error-panel.tsx';
import { ChangesButton } from '../diff/changes-button.tsx';
import { isNotebookPath, NotebookSwitch } from '../notebook/notebook-switch.tsx';
import { MoveToNotebooksButton } from '../notebooks/imports/move-to-notebooks-button.tsx';
import { isImportable } from '../notebooks/imports/notebook-file-names.ts';
import { useProject } from '../project-context.ts';
import { parseFlag, useSessionState } from '../use-session-state.ts';
import { FileBar } from './file-bar.tsx';
import classes from './file-view.module.css';
import { OwnTextNotice } from './own-text-notice.tsx';
import { useTextFile } from './use-text-file.ts';

const CodeEditor = lazy(() =>
  import('./code-editor.tsx').then(({ CodeEditor }) => ({ default: CodeEditor })),
);

const NotebookView = lazy(() =>
  import('../notebook/notebook-view.tsx').then(({ NotebookView }) => ({ default: NotebookView })),
);

/** A text file in its editor; a notebook as what it shows, its text one click away. */
export function TextFileView({ file, isGone }: { file: FileContent; isGone: boolean }) {
  const { id: projectId } = useProject();
  const { canEdit } = useRole();
  const textFile = useTextFile(file, isGone);
  const { isDirty, isSaving, hasChangedOnDisk, error, save } = textFile;
  const readOnly = file.readOnly || !canEdit;
  const [asSource, setAsSource] = useSessionState(
    `notelab.project.${projectId}.as-source.${file.path}`,
    false,
    parseFlag,
  );
  const isNotebook = isNotebookPath(file.path);
  const showsNotebook = isNotebook && !asSource;
  useSaveKey(save);
  return (
    <>
      <FileBar
        path={file.path}
        chips={
          readOnly ? (
            <ReadOnlyChip canEdit={canEdit} />
          ) : isDirty ? (
            <Chip tone="accent">Not saved</Chip>
          ) : null
        }
      >
        {isNotebook ? <NotebookSwitch asSource={asSource} onChange={setAsSource} /> : null}
        <ChangesButton path={file.path} />
        {isImportable(file.path) ? <MoveToNotebooksButton path={file.path} /> : null}
        {readOnly || (showsNotebook && !isDirty) ? null : (
          <Button
            size="xs"
            variant="default"
            loading={isSaving}
            disabled={!isDirty || hasChangedOnDisk || isGone}
            onClick={save}
            title="Save (Ctrl+S)"
          >
            Save
          </Button>
        )}
      </FileBar>
      {isDirty && (isGone || hasChangedOnDisk) ? (
        <OwnTextNotice file={file} textFile={textFile} isGone={isGone} />
      ) : null}
      {error ? (
        <div className={classes.problem}>
          <ErrorPanel error={error} compact onRetry={() => void save()} />
        </div>
      ) : null}
      <div className={classes.body}>
        <Suspense fallback={<Loader size="sm" m={24} aria-label="Loading the editor" />}>
          {showsNotebook ? (
            <NotebookView
              path={file.path}
              source={{ text: textFile.text }}
              otherwise={{ label: 'Show the source', onClick: () => setAsSource(true) }}
            />
          ) : (
            <CodeEditor
              path={file.path}
              memoryKey={`${projectId}:${file.path}`}
              text={textFile.text}
              readOnly={readOnly}
              onEdit={textFile.edit}
              onSave={() => void save()}
            />
          )}
        </Suspense>
      </div>
    </>
  );
}

function ReadOnlyChip({ canEdit }: { canEdit: boolean }) {
  return canEdit ? (
    <Chip>Read-only</Chip>
  ) : (
    <Chip title="Editors can change files">Read-only for viewers</Chip>
  );
}

/** Ctrl+S saves wherever the focus is, and never opens the browser's own dialog. */
function useSaveKey(save: () => Promise<void>): void {
  const latest = useRef(save);
  latest.current = save;
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.key.toLowerCase() !== 's' || !(event.ctrlKey || event.metaKey))
        return;
      event.preventDefault();
      void latest.current();
    };
    window.addEventListener('keydown', onKeyDown);
    return () => window.removeEventListener('keydown', onKeyDown);
  }, []);
}
