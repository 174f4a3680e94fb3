import { Button, UnstyledButton } from '@mantine/core';
import type { Checkout, Ongoing } from '@notelab/contract';
import { IconAlertTriangle, IconCheck } from '@tabler/icons-react';
import { ChangedPath } from '../git-panel/changed-path.tsx';
import classes from './conflicts.module.css';
import { conflictInWords } from './ongoing-words.ts';
import { useMergingActions } from './use-merging-actions.ts';

interface ConflictFilesProps {
  checkout: Pick<Checkout, 'id' | 'folderName'>;
  ongoing: Ongoing;
  chosen: string | null;
  canEdit: boolean;
  onChoose: (path: string) => void;
}

/** The files in conflict: which are resolved, and which one is looked at. */
export function ConflictFiles({ checkout, ongoing, chosen, canEdit, onChoose }: ConflictFilesProps) {
  const { reopen } = useMergingActions();
  return (
    <ul className={classes.files} aria-label="Files in conflict">
      {ongoing.files.map((file) => {
        const { path, resolved } = file;
        const words = resolved ? 'resolved' : conflictInWords(file, ongoing.sides);
        return (
          <li key={path} className={classes.file} data-chosen={path === chosen || undefined}>
            <UnstyledButton
              className={classes.fileButton}
              aria-current={path === chosen}
              onClick={() => onChoose(path)}
            >
              {resolved ? (
                <IconCheck className={classes.done} size={14} aria-hidden />
              ) : (
                <IconAlertTriangle className={classes.open} size={14} aria-hidden />
              )}
              <span className={classes.fileWords}>
                <ChangedPath path={path} /> <span className={classes.fileKind}>{words}</span>
              </span>
            </UnstyledButton>
            {resolved && canEdit ? (
              <Button
                size="compact-xs"
                variant="subtle"
                aria-label={`Reopen ${path}`}
                onClick={() => {
                  onChoose(path);
                  void reopen(checkout, path);
                }}
              >
                Reopen
              </Button>
            ) : null}
          </li>
        );
      })}
    </ul>
  );
}
