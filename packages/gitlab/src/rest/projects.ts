import { Projects } from '@gitbeaker/rest';
import { type JsonReader, readList, readObject } from '../read-json.ts';
import type { Requester } from './requester.ts';

/** A project on GitLab; Notelab calls it a repository. */
export interface GitLabProject {
  /** Survives renames and moves: store this, refresh the rest. */
  id: number;
  /** Full path, such as `acme/platform/forecasting`. */
  path: string;
  name: string;
  /** Full path of the group or user, such as `acme/platform`. */
  namespace: string;
  /** `private`, `internal` or `public`. */
  visibility: string;
  archived: boolean;
  /** Null when the repository has no commit; undefined when the token's user may not know, as a guest. */
  defaultBranch: string | null | undefined;
  webUrl: string;
  avatarUrl: string | null;
  httpUrl: string;
  /** ISO 8601. */
  lastActivityAt: string;
  starCount: number;
  /** `never`, `always`, `default_on` or `default_off`; `default_off` where GitLab does not say. */
  squashOption: string;
  removeSourceBranchAfterMerge: boolean;
}

export interface ProjectQuery {
  /** Words of the name or path, namespaces included. */
  search?: string;
  /** Least role of the token's user: 20 reporter, 30 developer, 40 maintainer. */
  minAccessLevel: number;
  /** Both when absent. */
  archived?: boolean;
  page?: number;
  /** 100 at most. */
  perPage?: number;
}

export interface ProjectPage {
  projects: GitLabProject[];
  nextPage: number | null;
}

const guest = 10;
const fullPage = 100;

export function createProjectRequests(requester: Requester) {
  const projects = new Projects({ requesterFn: () => requester, queryTimeout: null });
  return {
    /** GET /projects, most recently active first. */
    async listProjects(query: ProjectQuery): Promise<ProjectPage> {
      const { search, minAccessLevel, archived, page = 1, perPage = 20 } = query;
      const answer = await projects.all({
        ...(search && { search, searchNamespaces: true }),
        ...(archived !== undefined && { archived }),
        minAccessLevel,
        orderBy: 'last_activity_at',
        sort: 'desc',
        page,
        perPage,
        pagination: 'offset',
        showExpanded: true,
      });
      return {
        projects: readList(answer.data, 'projects', toProject),
        nextPage: answer.paginationInfo?.next ?? null,
      };
    },

    /**
     * GET /projects that the token's user is a member of, in the order of their ids, from one id on: 100 at most.
     * Fewer than that are the last ones.
     */
    async listMemberProjects(query: { fromId: number }): Promise<GitLabProject[]> {
      const { body } = await requester.get('projects', {
        searchParams: {
          minAccessLevel: guest,
          pagination: 'keyset',
          orderBy: 'id',
          sort: 'asc',
          idAfter: query.fromId - 1,
          perPage: fullPage,
        },
      });
      return readList(body, 'projects', toProject);
    },

    /** GET /projects/:id by numeric id or full path; a renamed project's old path works too. */
    async getProject(idOrPath: number | string): Promise<GitLabProject> {
      return toProject(await projects.show(idOrPath));
    },
  };
}

function toProject(value: unknown): GitLabProject {
  const project = readObject(value, 'project');
  return {
    id: project.number('id'),
    path: project.string('path_with_namespace'),
    name: project.string('name'),
    namespace: project.object('namespace').string('full_path'),
    visibility: project.string('visibility'),
    archived: project.boolean('archived'),
    defaultBranch: readDefaultBranch(project),
    webUrl: project.string('web_url', 'address'),
    avatarUrl: project.stringOrNull('avatar_url', 'address'),
    httpUrl: project.string('http_url_to_repo', 'address'),
    lastActivityAt: project.string('last_activity_at'),
    starCount: project.number('star_count'),
    squashOption: project.stringOrNull('squash_option') ?? 'default_off',
    removeSourceBranchAfterMerge: project.booleanOrFalse('remove_source_branch_after_merge'),
  };
}

function readDefaultBranch(project: JsonReader): string | null | undefined {
  // Newer GitLab names a default branch for an empty repository, too; it does not exist yet.
  if (project.booleanOrFalse('empty_repo')) return null;
  return project.has('default_branch') ? project.stringOrNull('default_branch') : undefined;
}
