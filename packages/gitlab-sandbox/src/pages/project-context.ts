import type { FastifyReply, FastifyRequest } from 'fastify';
import { findCommitSha, listBranches } from '../git/refs.ts';
import type { Site } from '../server/site.ts';
import type { ProjectRecord, UserRecord } from '../state/model.ts';
import type { Session } from '../state/sessions.ts';

/** What a page of one project works with; the visitor may see the project. */
export interface ProjectContext {
  site: Site;
  request: FastifyRequest;
  reply: FastifyReply;
  session: Session | null;
  user: UserRecord | null;
  project: ProjectRecord;
  dir: string;
}

export function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

/** The address of a page of the project, for example `tree/main/churn`. */
export function projectPath({ site, project }: ProjectContext, page = ''): string {
  return `${site.basePath}/${project.path}${page === '' ? '' : `/-/${page}`}`;
}

export interface Location {
  ref: string;
  sha: string;
  path: string;
}

/** Splits `feature/x/some/file` into branch and path; the longest branch name wins. */
export async function findLocation(context: ProjectContext, rest: string): Promise<Location | null> {
  const branches = (await listBranches(context.dir)).sort((a, b) => b.name.length - a.name.length);
  const branch = branches.find(({ name }) => rest === name || rest.startsWith(`${name}/`));
  const ref = branch?.name ?? rest.split('/', 1)[0]!;
  const sha = branch?.sha ?? (ref === '' ? null : await findCommitSha(context.dir, ref));
  if (sha === null) return null;
  return { ref, sha, path: rest.slice(ref.length + 1).replace(/\/+$/, '') };
}
