import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ProjectId } from '@notelab/contract';
import { type BranchCache, type GitEnvironment, useBranchCache } from '@notelab/git';
import type { Database } from '../../database/database.ts';
import { toGitProblem } from '../checkouts/git-problem.ts';
import type { GitSessions, UserGit } from '../checkouts/git-sessions.ts';
import type { Job } from '../operations/operations.ts';
import { removeTree } from '../projects/files.ts';
import type { AuthorizedProject } from '../projects/policy.ts';
import type { RepositoryRow } from '../repositories/repositories.ts';
import type { ExportRow } from './store.ts';

/** What an export hears of while it works, and whom it tells how far it is. */
export type ExportJob = Pick<Job, 'signal' | 'report'>;

/** An export with whom it is done as. It takes an authorised project to make one. */
export interface ExportTarget {
  project: AuthorizedProject;
  settings: Pick<ExportRow, 'repositoryId' | 'branch' | 'path' | 'formats' | 'outputs' | 'pending'>;
  repository: RepositoryRow;
}

/** What a use case of an export has at hand while it works with GitLab. */
export interface AtGitLab {
  /** Git that reads the repository as the acting user. */
  reader: UserGit;
  /** Git without any way to GitLab. */
  local: GitEnvironment;
  cache: BranchCache;
  /** What git may write to. */
  folder: string;
}

export interface ExportCaches {
  /**
   * Works with the repository's branches as the acting user; of a project one after the other.
   * @param options.signal ends the waiting for those before
   */
  atGitLab<T>(
    target: ExportTarget,
    work: (at: AtGitLab) => Promise<T>,
    options?: { signal?: AbortSignal },
  ): Promise<T>;
  remove(projectId: ProjectId): Promise<void>;
}

/** Every project has a folder of its own for what it knows of the repository: no jail of the project sees it. */
export function createExportCaches({
  folder: root,
  sessions,
  database,
}: {
  folder: string;
  sessions: GitSessions;
  database: Database;
}): ExportCaches {
  const lockOf = (projectId: ProjectId) => `export ${projectId}`;
  return {
    atGitLab: (target, work, options) =>
      database.withLock(
        lockOf(target.project.id),
        async () => {
          const folder = join(root, target.project.id);
          await mkdir(folder, { recursive: true, mode: 0o700 });
          await sessions.giveToJail(folder);
          const local = sessions.inFolder(folder);
          const reached = { project: target.project, repository: target.repository };
          try {
            return await sessions.asUser({ checkout: reached, access: 'read', folder }, (reader) =>
              useBranchCache(local, { folder, url: reader.url }, (cache) =>
                work({ reader, local, cache, folder }),
              ),
            );
          } catch (error) {
            throw toGitProblem(error);
          }
        },
        options,
      ),

    remove: (projectId) => database.withLock(lockOf(projectId), () => removeTree(join(root, projectId))),
  };
}
