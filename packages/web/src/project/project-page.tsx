import { useQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { projectQuery } from '../api/queries.ts';
import { RoutePending } from '../app/route-states.tsx';
import { useTitle } from '../app/use-title.ts';
import { ErrorPanel } from '../theme/error-panel.tsx';
import { LeaveGuard } from './editor/leave-guard.tsx';
import { OpenFilesProvider } from './editor/open-files.tsx';
import { NotebookImportsProvider } from './notebooks/imports/imports-provider.tsx';
import { OperationNotices } from './operations/operation-notices.tsx';
import { OperationsProvider } from './operations/operations-context.tsx';
import { ProjectContext } from './project-context.ts';
import { DialogsProvider } from './project-dialogs.tsx';
import { ProjectLayout } from './project-layout.tsx';
import classes from './project-page.module.css';
import { TerminalsProvider } from './terminals/terminals-provider.tsx';
import { useReturnFromGitLab } from './use-return-from-gitlab.ts';

/** One project: its files on the left, what is open in the middle, Git on the right. */
export function ProjectPage() {
  const { projectId = '' } = useParams({ strict: false });
  const { data: project, error, refetch } = useQuery(projectQuery(projectId));
  const firstDialog = useReturnFromGitLab();
  useTitle(project?.name ?? 'Project');
  if (error && !project) {
    return (
      <div className={classes.missing}>
        <ErrorPanel error={error} onRetry={() => void refetch()} />
      </div>
    );
  }
  if (!project) return <RoutePending />;
  return (
    <ProjectContext.Provider value={project}>
      <OpenFilesProvider key={project.id} projectId={project.id}>
        <OperationsProvider projectId={project.id}>
          <DialogsProvider first={firstDialog}>
            <TerminalsProvider projectId={project.id}>
              <NotebookImportsProvider projectId={project.id}>
                <ProjectLayout />
              </NotebookImportsProvider>
            </TerminalsProvider>
            <LeaveGuard />
            <OperationNotices />
          </DialogsProvider>
        </OperationsProvider>
      </OpenFilesProvider>
    </ProjectContext.Provider>
  );
}
