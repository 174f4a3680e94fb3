import type { Commit } from '../git/commits.ts';
import type { Site } from '../server/site.ts';
import type { ProjectRecord } from '../state/model.ts';
import { projectUrl } from './present-project.ts';

/** `2024-03-01T09:00:00+01:00` → `2024-03-01T09:00:00.000+01:00`, the way GitLab writes commit dates. */
function toGitLabDate(iso: string): string {
  return iso.replace(/(\d\d:\d\d:\d\d)(Z|[+-]\d\d:\d\d)$/, (_, time: string, zone: string) => {
    return `${time}.000${zone === 'Z' ? '+00:00' : zone}`;
  });
}

export function titleOf(message: string): string {
  return message.split('\n', 1)[0] ?? '';
}

/** API_Entities_Commit. */
export function presentCommit(site: Site, project: ProjectRecord, commit: Commit) {
  return {
    id: commit.sha,
    short_id: commit.sha.slice(0, 8),
    created_at: toGitLabDate(commit.committedDate),
    parent_ids: commit.parents,
    title: titleOf(commit.message),
    message: commit.message,
    author_name: commit.authorName,
    author_email: commit.authorEmail,
    authored_date: toGitLabDate(commit.authoredDate),
    committer_name: commit.committerName,
    committer_email: commit.committerEmail,
    committed_date: toGitLabDate(commit.committedDate),
    trailers: {},
    extended_trailers: {},
    web_url: `${projectUrl(site, project)}/-/commit/${commit.sha}`,
  };
}
