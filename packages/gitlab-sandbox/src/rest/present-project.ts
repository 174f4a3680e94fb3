import { isEmptyRepository } from '../git/refs.ts';
import type { Site } from '../server/site.ts';
import { accessLevel, canDownload, canPush, groupAccess } from '../state/access.ts';
import { findGroup, parentPath } from '../state/groups.ts';
import type { ProjectRecord, UserRecord } from '../state/model.ts';
import { repositoryDirOf } from '../state/projects.ts';
import { findUser, findUserById } from '../state/users.ts';
import { avatarUrl, presentUserBasic } from './present-user.ts';

export function projectUrl(site: Site, project: ProjectRecord): string {
  return `${site.url}/${project.path}`;
}

function presentNamespace(site: Site, project: ProjectRecord) {
  const fullPath = parentPath(project.path);
  const group = findGroup(site.store, fullPath);
  const user = group ? null : findUser(site.store, fullPath);
  const parent = group ? findGroup(site.store, parentPath(fullPath)) : null;
  return {
    id: group?.id ?? user?.id ?? 0,
    name: group?.name ?? user?.name ?? fullPath,
    path: fullPath.slice(fullPath.lastIndexOf('/') + 1),
    kind: group ? 'group' : 'user',
    full_path: fullPath,
    parent_id: parent?.id ?? null,
    avatar_url: user ? avatarUrl(site, user) : null,
    web_url: group ? `${site.url}/groups/${fullPath}` : `${site.url}/${fullPath}`,
  };
}

function namespaceName(site: Site, path: string): string {
  const parts = path.split('/');
  return parts
    .map((part, index) => {
      const full = parts.slice(0, index + 1).join('/');
      const user = index === 0 ? findUser(site.store, full) : null;
      return findGroup(site.store, full)?.name ?? user?.name ?? part;
    })
    .join(' / ');
}

/** API_Entities_BasicProjectDetails: what `simple=true` and callers without a token get. */
export function presentProjectSimple(site: Site, user: UserRecord | null, project: ProjectRecord) {
  const webUrl = projectUrl(site, project);
  const host = new URL(site.url).hostname;
  return {
    id: project.id,
    description: project.description === '' ? null : project.description,
    name: project.name,
    name_with_namespace: `${namespaceName(site, parentPath(project.path))} / ${project.name}`,
    path: project.path.slice(project.path.lastIndexOf('/') + 1),
    path_with_namespace: project.path,
    created_at: project.createdAt,
    // Left out, not null, for who may not see the code.
    ...(canDownload(site.store, user, project) ? { default_branch: project.defaultBranch } : {}),
    tag_list: [],
    topics: [],
    ssh_url_to_repo: `git@${host}:${project.path}.git`,
    http_url_to_repo: `${webUrl}.git`,
    web_url: webUrl,
    readme_url: `${webUrl}/-/blob/${project.defaultBranch}/README.md`,
    forks_count: 0,
    avatar_url: null,
    star_count: 0,
    last_activity_at: project.lastActivityAt,
    visibility: project.visibility,
    namespace: presentNamespace(site, project),
  };
}

function presentAccess(level: number) {
  return level > 0 ? { access_level: level, notification_level: 3 } : null;
}

/** API_Entities_ProjectWithAccess. */
export async function presentProject(site: Site, user: UserRecord | null, project: ProjectRecord) {
  const { store } = site;
  const simple = presentProjectSimple(site, user, project);
  if (!user) return simple;
  const apiUrl = `${site.url}/api/v4/projects/${project.id}`;
  const isPersonal = simple.namespace.kind === 'user';
  const owner = isPersonal ? findUser(store, simple.namespace.full_path) : null;
  const level = accessLevel(store, user, project);
  const direct = owner?.id === user.id ? level : (project.members[user.id] ?? 0);
  const codeAccess = project.visibility === 'private' ? 'private' : 'enabled';
  return {
    ...simple,
    repository_storage: 'default',
    _links: {
      self: apiUrl,
      merge_requests: `${apiUrl}/merge_requests`,
      repo_branches: `${apiUrl}/repository/branches`,
      labels: `${apiUrl}/labels`,
      events: `${apiUrl}/events`,
      members: `${apiUrl}/members`,
    },
    packages_enabled: false,
    empty_repo: await isEmptyRepository(repositoryDirOf(store, project)),
    archived: project.archived,
    ...(owner ? { owner: presentUserBasic(site, owner) } : {}),
    issues_enabled: false,
    merge_requests_enabled: true,
    wiki_enabled: false,
    jobs_enabled: project.runsPipelines,
    snippets_enabled: false,
    container_registry_enabled: false,
    can_create_merge_request_in: canDownload(store, user, project) && !project.archived,
    issues_access_level: 'disabled',
    repository_access_level: codeAccess,
    merge_requests_access_level: codeAccess,
    forking_access_level: codeAccess,
    lfs_enabled: true,
    creator_id: findUserById(store, project.creatorId)?.id ?? null,
    import_status: 'none',
    open_issues_count: 0,
    updated_at: project.lastActivityAt,
    shared_with_groups: [],
    auto_devops_enabled: project.runsPipelines,
    only_allow_merge_if_pipeline_succeeds: false,
    request_access_enabled: true,
    only_allow_merge_if_all_discussions_are_resolved: false,
    remove_source_branch_after_merge: true,
    printing_merge_request_link_enabled: true,
    merge_method: 'merge',
    squash_option: 'default_off',
    ...(canPush(store, user, project) ? { ci_config_path: null } : {}),
    permissions: {
      project_access: presentAccess(direct),
      group_access: presentAccess(groupAccess(store, user, project.path)),
    },
  };
}
