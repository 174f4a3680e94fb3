import { Loader } from '@mantine/core';
import { IconFileText } from '@tabler/icons-react';
import { lazy, type ReactNode, Suspense, useState } from 'react';
import { useRole } from '../../app/workspace.ts';
import { EmptyState } from '../../theme/empty-state.tsx';
import { DiffTab } from '../diff/diff-tab.tsx';
import { CloseUnsavedDialog } from './close-unsaved-dialog.tsx';
import { FileView } from './file-view.tsx';
import classes from './open-file-area.module.css';
import { useOpenFiles } from './open-files.tsx';
import { TabBar } from './tab-bar.tsx';
import { type Tab, tabKey } from './tabs.ts';
import { useTabLabel } from './use-tab-label.ts';

const HistoryTab = lazy(() =>
  import('../history/history-tab.tsx').then(({ HistoryTab }) => ({ default: HistoryTab })),
);

const ConflictsTab = lazy(() =>
  import('../conflicts/conflicts-tab.tsx').then(({ ConflictsTab }) => ({ default: ConflictsTab })),
);

const NotebookTab = lazy(() =>
  import('../live-notebook/notebook-tab.tsx').then(({ NotebookTab }) => ({ default: NotebookTab })),
);

const VersionTab = lazy(() =>
  import('../versions/version-tab.tsx').then(({ VersionTab }) => ({ default: VersionTab })),
);

/** The middle of the page: the tabs, and the file in front. */
export function OpenFileArea({ end }: { end: ReactNode }) {
  const { tabs, drafts, close } = useOpenFiles();
  const tabLabel = useTabLabel();
  const [closing, setClosing] = useState<string | null>(null);
  const front = tabs.open.find((tab) => tabKey(tab) === tabs.active);

  const closeOrAsk = (tab: Tab) => {
    if (tab.kind === 'file' && drafts.get(tab.path)) setClosing(tab.path);
    else close(tabKey(tab));
  };
  return (
    <div className={classes.area}>
      <div className={classes.top}>
        <TabBar onClose={closeOrAsk} />
        {end}
      </div>
      <div
        className={classes.body}
        id="open-file"
        role="tabpanel"
        aria-label={front ? ('path' in front ? front.path : tabLabel(front)) : 'No file'}
      >
        {front?.kind === 'file' ? (
          <FileView key={front.path} path={front.path} onClose={() => close(tabKey(front))} />
        ) : front?.kind === 'history' ? (
          <Suspense fallback={<Loader size="sm" m={24} aria-label="Loading the history" />}>
            <HistoryTab key={tabKey(front)} tab={front} />
          </Suspense>
        ) : front?.kind === 'conflicts' ? (
          <Suspense fallback={<Loader size="sm" m={24} aria-label="Loading the conflicts" />}>
            <ConflictsTab key={tabKey(front)} tab={front} />
          </Suspense>
        ) : front?.kind === 'notebook' ? (
          <Suspense fallback={<Loader size="sm" m={24} aria-label="Loading the notebook" />}>
            <NotebookTab key={tabKey(front)} tab={front} />
          </Suspense>
        ) : front?.kind === 'version' ? (
          <Suspense fallback={<Loader size="sm" m={24} aria-label="Loading the version" />}>
            <VersionTab key={tabKey(front)} tab={front} />
          </Suspense>
        ) : front ? (
          <DiffTab key={tabKey(front)} tab={front} />
        ) : (
          <NothingOpen />
        )}
      </div>
      {closing === null ? null : (
        <CloseUnsavedDialog
          path={closing}
          onStay={() => setClosing(null)}
          onClosed={() => {
            drafts.remove(closing);
            close(tabKey({ kind: 'file', path: closing }));
            setClosing(null);
          }}
        />
      )}
    </div>
  );
}

function NothingOpen() {
  const { canEdit } = useRole();
  return (
    <div className={classes.nothing}>
      <EmptyState icon={<IconFileText size={20} />} title="No file is open">
        {canEdit
          ? 'Choose a notebook or a file on the left, or drop files onto the list there to upload them.'
          : 'Choose a notebook or a file on the left.'}
      </EmptyState>
    </div>
  );
}
