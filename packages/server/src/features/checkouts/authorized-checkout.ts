import { join } from 'node:path';
import type { AuthorizedProject } from '../projects/policy.ts';
import type { Projects } from '../projects/projects.ts';
import type { RepositoryRow } from '../repositories/repositories.ts';
import type { CheckoutRow } from './store.ts';

/** A checkout that the project's user may act on. It takes an authorised project to make one. */
export interface AuthorizedCheckout extends CheckoutRow {
  project: AuthorizedProject;
  repository: RepositoryRow;
  /** Address of the repository's instance. */
  instanceUrl: string;
  /** Absolute path of the clone. */
  dir: string;
}

export function toAuthorized(
  row: CheckoutRow,
  project: AuthorizedProject,
  repository: RepositoryRow,
  projects: Projects,
): AuthorizedCheckout {
  return {
    ...row,
    project,
    repository,
    instanceUrl: repository.instanceUrl,
    dir: join(projects.filesOf(project.id).root, row.folderName),
  };
}
