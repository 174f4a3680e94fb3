import { ActionIcon } from '@mantine/core';
import type { Checkout } from '@notelab/contract';
import { IconLayoutSidebarRightCollapse, IconLayoutSidebarRightExpand } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { checkoutsQuery } from '../api/queries.ts';
import { ErrorPanel } from '../theme/error-panel.tsx';
import { RowsSkeleton } from '../theme/rows.tsx';
import { useAskForChanges } from './branches/use-ask-for-changes.ts';
import { OpenFileArea } from './editor/open-file-area.tsx';
import { FilesSection } from './files/files-section.tsx';
import { GitPanel } from './git-panel/git-panel.tsx';
import { useLooks } from './news/use-looks.ts';
import { NotebooksSection } from './notebooks/notebooks-section.tsx';
import { OperationsStrip } from './operations/operations-strip.tsx';
import { useProject } from './project-context.ts';
import classes from './project-page.module.css';
import { SidePanel, type SidePanelName, sidePanels } from './side-panel.tsx';
import { TerminalPanel } from './terminals/terminal-panel.tsx';
import { TerminalsSection } from './terminals/terminals-section.tsx';
import { parseFlag, parseText, useSessionState } from './use-session-state.ts';

const VersionsPanel = lazy(() =>
  import('./versions/versions-panel.tsx').then(({ VersionsPanel }) => ({ default: VersionsPanel })),
);

const none: Checkout[] = [];
const parsePanel = (stored: unknown) => sidePanels.find((panel) => panel === stored) ?? null;

/** Sidebar, middle and right panel. */
export function ProjectLayout() {
  const project = useProject();
  const query = useQuery(checkoutsQuery(project.id));
  const checkouts = query.data ?? none;
  useAskForChanges(checkouts);
  useLooks(checkouts);
  const storage = `notelab.project.${project.id}`;
  const [chosen, setChosen] = useSessionState<string | null>(`${storage}.checkout`, null, parseText);
  const [panelOpen, setPanelOpen] = useSessionState('notelab.side-panel-open', true, parseFlag);
  const [panel, setPanel] = useSessionState<SidePanelName>(`${storage}.panel`, 'git', parsePanel);
  const showInGitPanel = ({ id }: Checkout) => {
    setChosen(id);
    setPanel('git');
    setPanelOpen(true);
  };
  const Icon = panelOpen ? IconLayoutSidebarRightCollapse : IconLayoutSidebarRightExpand;
  const toggle = (
    <ActionIcon
      className={classes.toggle}
      variant="subtle"
      color="gray"
      size={28}
      aria-label={panelOpen ? 'Hide the right panel' : 'Show the right panel'}
      title={panelOpen ? 'Hide the right panel' : 'Show the right panel'}
      aria-expanded={panelOpen}
      onClick={() => setPanelOpen(!panelOpen)}
    >
      <Icon size={16} aria-hidden />
    </ActionIcon>
  );
  return (
    <div className={classes.page}>
      <div className={classes.sidebar}>
        <h1 className={classes.name} title={project.name}>
          {project.name}
        </h1>
        <NotebooksSection />
        <FilesSection checkouts={checkouts} onShowInGitPanel={showInGitPanel} />
        <TerminalsSection />
      </div>
      <div className={classes.middle}>
        <OpenFileArea end={toggle} />
        <TerminalPanel />
      </div>
      {panelOpen ? (
        <SidePanel shown={panel} onShow={setPanel} foot={<OperationsStrip checkouts={checkouts} />}>
          {panel === 'versions' ? (
            <Suspense fallback={<RowsSkeleton count={4} height={44} front={false} />}>
              <VersionsPanel />
            </Suspense>
          ) : query.isError && !query.data ? (
            <div className={classes.problem}>
              <ErrorPanel error={query.error} compact onRetry={() => void query.refetch()} />
            </div>
          ) : query.data ? (
            <GitPanel checkouts={checkouts} chosenId={chosen} onChoose={setChosen} />
          ) : null}
        </SidePanel>
      ) : null}
    </div>
  );
}
