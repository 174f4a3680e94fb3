import type { FastifyInstance } from 'fastify';
import { getCommit, listCommits, readCommitStats } from '../git/commits.ts';
import { readDiff } from '../git/diffs.ts';
import { findCommitSha } from '../git/refs.ts';
import type { Site } from '../server/site.ts';
import type { ProjectRecord } from '../state/model.ts';
import { repositoryDirOf } from '../state/projects.ts';
import { notFound } from './api-error.ts';
import { findCaller } from './caller.ts';
import { getReadableProject } from './find-project.ts';
import { parsePage, setPageHeaders } from './pagination.ts';
import { findFlag, findText, type Params, toParams } from './params.ts';
import { presentCommit } from './present-commit.ts';

export async function presentCommitDetail(site: Site, project: ProjectRecord, sha: string) {
  const dir = repositoryDirOf(site.store, project);
  const { additions, deletions } = await readCommitStats(dir, sha);
  return {
    ...presentCommit(site, project, await getCommit(dir, sha)),
    stats: { additions, deletions, total: additions + deletions },
    status: null,
    project_id: project.id,
    last_pipeline: null,
  };
}

function commitQuery(params: Params) {
  return {
    path: findText(params, 'path'),
    since: findText(params, 'since'),
    until: findText(params, 'until'),
    author: findText(params, 'author'),
    all: findFlag(params, 'all'),
  };
}

export function registerCommitRoutes(app: FastifyInstance, site: Site): void {
  app.get('/projects/:id/repository/commits', async (request, reply) => {
    const project = getReadableProject(site, request, findCaller(site, request));
    const dir = repositoryDirOf(site.store, project);
    const params = toParams(request.query);
    const page = parsePage(params);
    const query = commitQuery(params);
    const ref = findText(params, 'ref_name');
    const revision = await findCommitSha(dir, ref ?? project.defaultBranch);
    if (revision === null && ref === undefined) {
      setPageHeaders(site, request, reply, page, { total: null, hasNext: false });
      return [];
    }
    if (revision === null) throw notFound('Commit');
    const skip = (page.page - 1) * page.perPage;
    const rows = await listCommits(dir, revision, { ...query, skip, count: page.perPage + 1 });
    // Counting commits is dear, so GitLab gives no totals here.
    setPageHeaders(site, request, reply, page, { total: null, hasNext: rows.length > page.perPage });
    const commits = rows.slice(0, page.perPage);
    if (!findFlag(params, 'with_stats')) return commits.map((commit) => presentCommit(site, project, commit));
    return Promise.all(
      commits.map(async (commit) => {
        const { additions, deletions } = await readCommitStats(dir, commit.sha);
        const stats = { additions, deletions, total: additions + deletions };
        return { ...presentCommit(site, project, commit), stats };
      }),
    );
  });

  app.get('/projects/:id/repository/commits/:sha', async (request) => {
    const project = getReadableProject(site, request, findCaller(site, request));
    const { sha } = request.params as { sha: string };
    const found = await findCommitSha(repositoryDirOf(site.store, project), sha);
    if (found === null) throw notFound('Commit');
    return presentCommitDetail(site, project, found);
  });

  app.get('/projects/:id/repository/commits/:sha/diff', async (request) => {
    const project = getReadableProject(site, request, findCaller(site, request));
    const dir = repositoryDirOf(site.store, project);
    const found = await findCommitSha(dir, (request.params as { sha: string }).sha);
    if (found === null) throw notFound('Commit');
    const parent = (await getCommit(dir, found)).parents[0] ?? null;
    return (await readDiff(dir, parent, found)).map((file) => ({
      diff: file.hunks,
      collapsed: false,
      too_large: false,
      new_path: file.newPath,
      old_path: file.oldPath,
      a_mode: file.oldMode,
      b_mode: file.newMode,
      new_file: file.status === 'added',
      renamed_file: file.status === 'renamed',
      deleted_file: file.status === 'deleted',
      generated_file: false,
    }));
  });
}
