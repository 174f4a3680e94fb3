import { joinInstanceUrl } from './instance-url.ts';

// `path` is a GitLab project's full path, such as `acme/platform/forecasting`.

/** The repository's page on GitLab. */
export function projectUrl(instance: string, path: string): string {
  return joinInstanceUrl(instance, encodeSegments(path));
}

/** The canonical HTTPS clone address; it holds no user name. */
export function repositoryGitUrl(instance: string, path: string): string {
  return `${projectUrl(instance, path)}.git`;
}

export function branchUrl(instance: string, path: string, branch: string): string {
  return `${projectUrl(instance, path)}/-/tree/${encodeSegments(branch)}`;
}

export function commitUrl(instance: string, path: string, sha: string): string {
  return `${projectUrl(instance, path)}/-/commit/${encodeURIComponent(sha)}`;
}

/** The page on which maintainers add webhooks. */
export function webhookSettingsUrl(instance: string, path: string): string {
  return `${projectUrl(instance, path)}/-/hooks`;
}

/** GitLab's "New merge request" page, filled in. */
export function newMergeRequestUrl(
  instance: string,
  path: string,
  branches: { sourceBranch: string; targetBranch?: string },
): string {
  const parameters = [['source_branch', branches.sourceBranch]];
  if (branches.targetBranch !== undefined) parameters.push(['target_branch', branches.targetBranch]);
  const query = parameters.map(
    ([name, value = '']) => `merge_request%5B${name}%5D=${encodeURIComponent(value)}`,
  );
  return `${projectUrl(instance, path)}/-/merge_requests/new?${query.join('&')}`;
}

function encodeSegments(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}
