import type { NotebookId, Role, User } from '@notelab/contract';
import { fail } from '../../problem.ts';
import type { AuthorizedProject, AuthorizeProject } from '../projects/policy.ts';
import type { NotebookRow } from './store.ts';

declare const authorized: unique symbol;

/** A notebook that its user may act on. Only the gate makes one. */
export interface AuthorizedNotebook extends NotebookRow {
  readonly [authorized]: true;
  project: AuthorizedProject;
}

export interface NotebookGate {
  /** Throws `not-found` for a deleted notebook, too. */
  authorize(user: User, id: NotebookId, atLeast: Role): Promise<AuthorizedNotebook>;
  authorizeDeleted(user: User, id: NotebookId, atLeast: Role): Promise<AuthorizedNotebook>;
}

/** Who may see a project sees its notebooks, and who may change it changes them. */
export function createNotebookGate(
  find: (id: NotebookId) => Promise<NotebookRow | null>,
  authorizeProject: AuthorizeProject,
): NotebookGate {
  async function authorize(user: User, id: NotebookId, atLeast: Role): Promise<AuthorizedNotebook> {
    const row = (await find(id)) ?? fail('not-found', 'There is no such notebook.');
    const project = await authorizeProject(user, row.projectId, atLeast);
    return { ...row, project } as AuthorizedNotebook;
  }

  return {
    authorizeDeleted: authorize,

    async authorize(user, id, atLeast) {
      const notebook = await authorize(user, id, atLeast);
      return notebook.deletedAt === null ? notebook : fail('not-found', 'This notebook was deleted.');
    },
  };
}
