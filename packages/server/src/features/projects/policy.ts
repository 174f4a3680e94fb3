import type { ProjectId, Role, User, WorkspaceId } from '@notelab/contract';
import { fail } from '../../problem.ts';
import type { ProjectRow } from './store.ts';

declare const authorized: unique symbol;

/**
 * A project that its user may act on. Only `createProjectGate` makes one, so a use case that takes it cannot
 * be called unchecked.
 */
export interface AuthorizedProject {
  readonly [authorized]: true;
  id: ProjectId;
  workspaceId: WorkspaceId;
  name: string;
  user: User;
  role: Role;
}

export type AuthorizeProject = (
  user: User,
  projectId: ProjectId,
  atLeast: Role,
) => Promise<AuthorizedProject>;

/** Viewers see, editors act; who is not a member of the project's workspace is told that it does not exist. */
export function createProjectGate(
  findProject: (id: ProjectId) => Promise<ProjectRow | null>,
  authorizeWorkspace: (user: User, workspaceId: WorkspaceId, atLeast: Role) => Promise<{ role: Role }>,
): AuthorizeProject {
  return async (user, projectId, atLeast) => {
    const project = (await findProject(projectId)) ?? fail('not-found', 'There is no such project.');
    const { role } = await authorizeWorkspace(user, project.workspaceId, atLeast);
    const { id, workspaceId, name } = project;
    return { id, workspaceId, name, user, role } as AuthorizedProject;
  };
}
