import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { Problem } from './errors.ts';
import { ProjectId, UserId, WorkspaceId } from './ids.ts';

/* Apart from the rest of the export: the list of projects shows it, and is the first page that people load. */

/** An automatic export that stopped, for those who can do something about it. */
export const StoppedExport = z.object({
  projectId: ProjectId,
  projectName: z.string(),
  repositoryPath: z.string(),
  /** Who switched it on. */
  by: z.object({ id: UserId, name: z.string() }),
  problem: Problem,
});
export type StoppedExport = z.infer<typeof StoppedExport>;

export const listStoppedExports = endpoint({
  method: 'GET',
  path: '/api/workspaces/:workspaceId/stopped-exports',
  tag: 'Export to GitLab',
  summary: 'Automatic exports that have stopped: one’s own, and all of the workspace for its admins',
  params: z.object({ workspaceId: WorkspaceId }),
  response: z.array(StoppedExport),
});
