import { Button } from '@mantine/core';
import { useBlocker } from '@tanstack/react-router';
import { useState } from 'react';
import { Dialog } from '../../theme/dialog.tsx';
import { ErrorPanel } from '../../theme/error-panel.tsx';
import { useProject } from '../project-context.ts';
import classes from './leave-guard.module.css';
import { useOpenFiles, useUnsavedPaths } from './open-files.tsx';
import { useSaveDraft } from './use-save-draft.ts';

/** Warns before the page is left with unsaved text; the browser itself warns before the tab is closed. */
export function LeaveGuard() {
  const { id: projectId } = useProject();
  const { drafts } = useOpenFiles();
  const unsaved = useUnsavedPaths();
  const saveDraft = useSaveDraft();
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const blocker = useBlocker({
    shouldBlockFn: ({ next }) =>
      drafts.paths().length > 0 && !next.pathname.includes(`/projects/${projectId}`),
    enableBeforeUnload: () => drafts.paths().length > 0,
    withResolver: true,
  });
  if (blocker.status !== 'blocked') return null;

  const stay = () => {
    setError(null);
    blocker.reset();
  };
  const saveAll = async () => {
    setBusy(true);
    setError(null);
    try {
      for (const path of drafts.paths()) await saveDraft(path);
      blocker.proceed();
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog
      title="Leave with unsaved text?"
      onClose={stay}
      footer={
        <>
          <Button variant="default" onClick={stay}>
            Stay
          </Button>
          <Button variant="default" onClick={blocker.proceed}>
            Leave
          </Button>
          <Button onClick={saveAll} loading={busy} data-autofocus>
            Save all and leave
          </Button>
        </>
      }
    >
      <div className={classes.words}>
        <p>
          These files are not saved. Their text is kept in this browser tab until you come back or close it.
        </p>
        <ul className={classes.paths}>
          {unsaved.map((path) => (
            <li key={path}>{path}</li>
          ))}
        </ul>
      </div>
      {error ? <ErrorPanel error={error} compact /> : null}
    </Dialog>
  );
}
