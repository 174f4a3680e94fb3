import type { StoppedExport } from '@notelab/contract';
import { useQuery } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { toShownProblem } from '../api/problem.ts';
import { stoppedExportsQuery } from '../api/queries.ts';
import { useWorkspace } from '../app/workspace.ts';
import classes from './stopped-exports.module.css';

/** Automatic exports that wait for somebody: one's own, and for admins all. Nothing when there are none. */
export function StoppedExports() {
  const { id: workspaceId } = useWorkspace();
  const { data } = useQuery(stoppedExportsQuery(workspaceId));
  if (!data || data.length === 0) return null;
  return (
    <ul className={classes.list} aria-label="Automatic exports that have stopped">
      {data.map((stopped) => (
        <Stopped key={stopped.projectId} stopped={stopped} workspaceId={workspaceId} />
      ))}
    </ul>
  );
}

function Stopped({ stopped, workspaceId }: { stopped: StoppedExport; workspaceId: string }) {
  const { projectId, projectName, repositoryPath, by, problem } = stopped;
  const { title, detail } = toShownProblem(problem);
  return (
    <li className={classes.notice}>
      The automatic export of{' '}
      <Link to="/w/$workspaceId/projects/$projectId" params={{ workspaceId, projectId }}>
        {projectName}
      </Link>{' '}
      to {repositoryPath}, as {by.name}, has stopped: {detail ?? title}
    </li>
  );
}
