import type { Site } from '../server/site.ts';
import { canCreateProjectAt, canDownload, canPush, canSee } from '../state/access.ts';
import type { ProjectRecord } from '../state/model.ts';
import { findMovedProject, findProjectAt } from '../state/projects.ts';
import type { GitIdentity } from './git-credentials.ts';
import type { GitService } from './http-path.ts';

export type GitAccess =
  | { outcome: 'allowed'; project: ProjectRecord; movedFrom: string | null }
  | { outcome: 'create' }
  | { outcome: 'unauthorized' }
  | { outcome: 'refused'; status: 403 | 404; text: string };

const notFound: GitAccess = {
  outcome: 'refused',
  status: 404,
  text: "The project you were looking for could not be found or you don't have permission to view it.",
};

function forbidden(text: string): GitAccess {
  return { outcome: 'refused', status: 403, text };
}

/** Decides whether an identity may use a service on a path, with GitLab's words when it may not. */
export function checkGitAccess(
  site: Site,
  identity: GitIdentity,
  path: string,
  service: GitService,
): GitAccess {
  const { store } = site;
  const isPush = service === 'git-receive-pack';
  const current = findProjectAt(store, path);
  const project = current ?? findMovedProject(store, path);
  const { user } = identity;

  if (identity.kind === 'invalid') return { outcome: 'unauthorized' };
  if (!user) {
    if (isPush || !project || !canSee(store, null, project)) return { outcome: 'unauthorized' };
    return { outcome: 'allowed', project, movedFrom: null };
  }
  if (!project || !canSee(store, user, project)) {
    const mayCreate = !project && isPush && identity.mayWrite && canCreateProjectAt(store, user, path);
    return mayCreate ? { outcome: 'create' } : notFound;
  }
  if (!isPush && !identity.mayRead) return forbidden('You are not allowed to download code.');
  if (isPush && !identity.mayWrite) return forbidden('You are not allowed to upload code.');
  if (isPush && project.archived) return forbidden("You can't push code to an archived project.");
  if (isPush && !canPush(store, user, project)) {
    return forbidden('You are not allowed to push code to this project.');
  }
  if (!isPush && !canDownload(store, user, project)) {
    return forbidden('You are not allowed to download code from this project.');
  }
  return { outcome: 'allowed', project, movedFrom: current ? null : path };
}

/** The text of every 401, as plain text. */
export function accessDeniedText(site: Site): string {
  return `HTTP Basic: Access denied. If a password was provided for Git authentication, the password was incorrect or you're required to use a token instead of a password. If a token was provided, it was either incorrect, expired, or improperly scoped. See ${site.url}/help/topics/git/troubleshooting_git.md#error-on-git-fetch-http-basic-access-denied`;
}
