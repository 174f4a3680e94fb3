import { ActionIcon } from '@mantine/core';
import type { Checkout } from '@notelab/contract';
import { IconLayoutSidebarRightCollapse, IconLayoutSidebarRightExpand } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { checkoutsQuery } from '../api/queries.ts';
import { ErrorPanel } from '../theme/error-panel.tsx';
import { useAskForChanges } from './branches/use-ask-for-changes.ts';
import { OpenFileArea } from './editor/open-file-area.tsx';
import { FilesSection } from './files/files-section.tsx';
import { GitPanel } from './git-panel/git-panel.tsx';
import { NotebooksSection } from './notebooks/notebooks-section.tsx';
import { OperationsStrip } from './operations/operations-strip.tsx';
import { useProject } from './project-context.ts';
import classes from './project-page.module.css';
import { TerminalPanel } from './terminals/terminal-panel.tsx';
import { TerminalsSection } from './terminals/terminals-section.tsx';
import { parseFlag, parseText, useSessionState } from './use-session-state.ts';

const none: Checkout[] = [];

/** Sidebar, middle and right panel. */
export function ProjectLayout() {
  const project = useProject();
  const query = useQuery(checkoutsQuery(project.id));
  const checkouts = query.data ?? none;
  useAskForChanges(checkouts);
  const storage = `notelab.project.${project.id}`;
  const [chosen, setChosen] = useSessionState<string | null>(`${storage}.checkout`, null, parseText);
  const [panelOpen, setPanelOpen] = useSessionState('notelab.git-panel-open', true, parseFlag);
  const showInGitPanel = ({ id }: Checkout) => {
    setChosen(id);
    setPanelOpen(true);
  };
  const Icon = panelOpen ? IconLayoutSidebarRightCollapse : IconLayoutSidebarRightExpand;
  const toggle = (
    <ActionIcon
      className={classes.toggle}
      variant="subtle"
      color="gray"
      size={28}
      aria-label={panelOpen ? 'Hide the Git panel' : 'Show the Git panel'}
      title={panelOpen ? 'Hide the Git panel' : 'Show the Git panel'}
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
        <aside className={classes.panel} aria-label="Git">
          <h2 className={classes.panelTitle}>Git</h2>
          <div className={classes.panelBody}>
            {query.isError && !query.data ? (
              <div className={classes.problem}>
                <ErrorPanel error={query.error} compact onRetry={() => void query.refetch()} />
              </div>
            ) : query.data ? (
              <GitPanel checkouts={checkouts} chosenId={chosen} onChoose={setChosen} />
            ) : null}
          </div>
          <OperationsStrip checkouts={checkouts} />
        </aside>
      ) : null}
    </div>
  );
}
