import { type Commit, countCommits, listCommits } from '../git/commits.ts';
import type { RefChange } from '../git/record-push.ts';
import { noCommit } from '../git/refs.ts';
import { gitText } from '../git/run-git.ts';
import { protectionsOf } from '../state/branch-protection.ts';
import type { ProjectRecord, UserRecord } from '../state/model.ts';
import { repositoryDirOf } from '../state/projects.ts';
import type { Store } from '../state/store.ts';

const listedCommits = 20;
const visibilityLevels: Record<ProjectRecord['visibility'], number> = {
  private: 0,
  internal: 10,
  public: 20,
};

interface Pushed {
  store: Store;
  siteUrl: string;
  project: ProjectRecord;
  user: UserRecord;
  change: RefChange;
}

/** The body of a `Push Hook` or `Tag Push Hook`, as GitLab writes it. */
export async function pushPayload(pushed: Pushed): Promise<object> {
  const { project, user, change, siteUrl } = pushed;
  const isTag = change.ref.startsWith('refs/tags/');
  const branch = change.ref.replace(/^refs\/heads\//, '');
  const kind = isTag ? 'tag_push' : 'push';
  const attributes = projectAttributes(project, siteUrl);
  return {
    object_kind: kind,
    event_name: kind,
    before: change.before,
    after: change.after,
    ref: change.ref,
    ref_protected: !isTag && protectionsOf(project, branch).length > 0,
    checkout_sha: change.after === noCommit ? null : change.after,
    message: null,
    user_id: user.id,
    user_name: user.name,
    user_username: user.username,
    user_email: '',
    user_avatar: null,
    project_id: project.id,
    project: attributes,
    ...(await readCommits(pushed, isTag)),
    push_options: {},
    repository: {
      name: attributes.name,
      url: attributes.url,
      description: attributes.description,
      homepage: attributes.homepage,
      git_http_url: attributes.git_http_url,
      git_ssh_url: attributes.git_ssh_url,
      visibility_level: attributes.visibility_level,
    },
  };
}

/** All that is new are counted; the newest twenty are listed, the oldest of them first. */
async function readCommits({ store, project, change, siteUrl }: Pushed, isTag: boolean) {
  if (isTag || change.after === noCommit) return { commits: [], total_commits_count: 0 };
  const dir = repositoryDirOf(store, project);
  const range = await newCommitsOf(dir, project, change);
  const commits = (await listCommits(dir, range, { count: listedCommits })).reverse();
  return {
    commits: await Promise.all(
      commits.map((commit) => presentCommit(dir, `${siteUrl}/${project.path}`, commit)),
    ),
    total_commits_count: await countCommits(dir, range),
  };
}

/** Of a new branch: what the default branch does not have. */
async function newCommitsOf(dir: string, project: ProjectRecord, { before, after, ref }: RefChange) {
  if (before !== noCommit) return `${before}..${after}`;
  const isDefault = ref === `refs/heads/${project.defaultBranch}`;
  const others = await gitText(dir, ['for-each-ref', `refs/heads/${project.defaultBranch}`]);
  return isDefault || others === '' ? after : `refs/heads/${project.defaultBranch}..${after}`;
}

async function presentCommit(dir: string, projectUrl: string, commit: Commit) {
  const raw = await gitText(dir, ['show', '--format=', '--name-status', '-z', '--no-renames', commit.sha]);
  const parts = raw.split('\0');
  const named = (letter: string) =>
    parts.flatMap((part, index) => (index % 2 === 0 && part.trim() === letter ? [parts[index + 1]!] : []));
  return {
    id: commit.sha,
    message: commit.message,
    title: commit.message.split('\n', 1)[0] ?? '',
    timestamp: commit.committedDate,
    url: `${projectUrl}/-/commit/${commit.sha}`,
    author: { name: commit.authorName, email: commit.authorEmail },
    added: named('A'),
    modified: named('M'),
    removed: named('D'),
  };
}

function projectAttributes(project: ProjectRecord, siteUrl: string) {
  const webUrl = `${siteUrl}/${project.path}`;
  const sshUrl = `git@${new URL(siteUrl).hostname}:${project.path}.git`;
  return {
    id: project.id,
    name: project.name,
    description: project.description === '' ? null : project.description,
    web_url: webUrl,
    avatar_url: null,
    git_ssh_url: sshUrl,
    git_http_url: `${webUrl}.git`,
    namespace: project.path.slice(0, project.path.lastIndexOf('/')),
    visibility_level: visibilityLevels[project.visibility],
    path_with_namespace: project.path,
    default_branch: project.defaultBranch,
    ci_config_path: null,
    homepage: webUrl,
    url: sshUrl,
    ssh_url: sshUrl,
    http_url: `${webUrl}.git`,
  };
}
