import { Button } from '@mantine/core';
import { IconPencil } from '@tabler/icons-react';
import { useState } from 'react';
import { ErrorPanel } from '../../theme/error-panel.tsx';
import { useUnsavedPaths } from '../editor/open-files.tsx';
import { useSaveDraft } from '../editor/use-save-draft.ts';
import { nameOf } from '../paths.ts';
import { Notice } from './notice.tsx';

interface UnsavedNoticeProps {
  folderName: string;
  disabled: boolean;
  /** Paths relative to the checkout's folder. */
  onSaved: (paths: string[]) => void;
}

/** Text that is typed but not saved would silently stay out of the commit: says so, and saves it. */
export function UnsavedNotice({ folderName, disabled, onSaved }: UnsavedNoticeProps) {
  const saveDraft = useSaveDraft();
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const folder = `${folderName}/`;
  const unsaved = useUnsavedPaths().filter((path) => path.startsWith(folder));
  if (unsaved.length === 0 && !error) return null;
  const save = async () => {
    setBusy(true);
    setError(null);
    try {
      for (const path of unsaved) await saveDraft(path);
      onSaved(unsaved.map((path) => path.slice(folder.length)));
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Notice
      icon={<IconPencil size={16} aria-hidden />}
      tone="modified"
      actions={
        <Button size="xs" variant="default" loading={busy} disabled={disabled} onClick={save}>
          Save
        </Button>
      }
      more={error ? <ErrorPanel error={error} compact /> : null}
    >
      <strong>{unsaved.map(nameOf).join(', ')}</strong>{' '}
      {unsaved.length === 1 ? 'has text that is' : 'have text that is'} not saved, and so not in this commit.
    </Notice>
  );
}
