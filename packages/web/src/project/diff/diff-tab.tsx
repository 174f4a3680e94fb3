import { Button } from '@mantine/core';
import type { CheckoutId } from '@notelab/contract';
import { useRole } from '../../app/workspace.ts';
import { useDialogs } from '../dialogs-context.ts';
import { useOpenFiles } from '../editor/open-files.tsx';
import type { Tab } from '../editor/tabs.ts';
import { joinPath } from '../paths.ts';
import classes from './diff.module.css';
import { DiffModeSwitch, useDiffMode } from './diff-mode-switch.tsx';
import { DiffPane } from './diff-pane.tsx';
import { isImagePath } from './image-source.ts';

/** The difference of one file as a tab. */
export function DiffTab({ tab }: { tab: Extract<Tab, { kind: 'diff' }> }) {
  const { open } = useOpenFiles();
  const { show } = useDialogs();
  const { canEdit } = useRole();
  const [mode, setMode] = useDiffMode();
  const fullPath = joinPath(tab.folderName, tab.path);
  return (
    <div className={classes.pane}>
      <div className={classes.head}>
        <span className={classes.path} title={fullPath}>
          <bdi>{tab.originalPath ? `${tab.originalPath} → ${tab.path}` : fullPath}</bdi>
        </span>
        <div className={classes.headEnd}>
          {isImagePath(tab.path) ? null : <DiffModeSwitch mode={mode} onChange={setMode} />}
          {canEdit ? (
            <Button
              size="xs"
              variant="default"
              onClick={() =>
                show({
                  kind: 'discard-changes',
                  checkout: { id: tab.checkoutId as CheckoutId, folderName: tab.folderName },
                  paths: tab.originalPath ? [tab.path, tab.originalPath] : [tab.path],
                })
              }
            >
              Discard changes
            </Button>
          ) : null}
          <Button size="xs" variant="default" onClick={() => open({ kind: 'file', path: fullPath })}>
            Open file
          </Button>
        </div>
      </div>
      <div className={classes.body}>
        <DiffPane
          checkout={{ id: tab.checkoutId, folderName: tab.folderName }}
          path={tab.path}
          originalPath={tab.originalPath}
          mode={mode}
        />
      </div>
    </div>
  );
}
