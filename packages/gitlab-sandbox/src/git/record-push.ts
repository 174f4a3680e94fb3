import { updateMergeRequests } from '../merge-requests/update-after-push.ts';
import type { Site } from '../server/site.ts';
import { protectBranch } from '../state/branch-protection.ts';
import type { ProjectRecord, UserRecord } from '../state/model.ts';
import { addPipeline } from '../state/pipelines.ts';
import { repositoryDirOf } from '../state/projects.ts';
import { noCommit } from './refs.ts';
import { runGit } from './run-git.ts';

export interface RefChange {
  before: string;
  after: string;
  ref: string;
}

const recordedPerPush = 1000;

export function parseRefChanges(record: string): RefChange[] {
  return record
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => {
      const [before = '', after = '', ...ref] = line.split(' ');
      return { before, after, ref: ref.join(' ') };
    });
}

async function listNewCommits(dir: string, changes: RefChange[]): Promise<string[]> {
  const added = changes.filter((change) => change.after !== noCommit).map((change) => change.after);
  if (added.length === 0) return [];
  const known = changes.filter((change) => change.before !== noCommit).map((change) => change.before);
  // Not --all: that would include HEAD, which may name a pushed branch.
  const refs = changes.map((change) => `--exclude=${change.ref}`);
  const args = [
    'rev-list',
    `--max-count=${recordedPerPush}`,
    ...added,
    '--not',
    ...known,
    ...refs,
    '--glob=refs/',
  ];
  const result = await runGit(dir, args);
  return result.stdout.toString('utf8').split('\n').filter(Boolean);
}

function startPipelines(
  { store }: Site,
  project: ProjectRecord,
  user: UserRecord,
  changes: RefChange[],
): void {
  for (const { ref, after } of changes) {
    if (!ref.startsWith('refs/heads/') || after === noCommit) continue;
    addPipeline(store, project, user, { sha: after, ref: ref.slice('refs/heads/'.length), source: 'push' });
  }
}

/** Remembers who pushed which commits and, after a first push, which branch is the default. */
export async function recordPush(
  site: Site,
  project: ProjectRecord,
  user: UserRecord,
  changes: RefChange[],
  wasEmpty: boolean,
): Promise<void> {
  const { store } = site;
  const branches = changes
    .filter((change) => change.ref.startsWith('refs/heads/') && change.after !== noCommit)
    .map((change) => change.ref.slice('refs/heads/'.length));
  const firstBranch = branches.includes(project.defaultBranch) ? project.defaultBranch : branches[0];
  if (wasEmpty && firstBranch !== undefined) {
    project.defaultBranch = firstBranch;
    if (project.protectsFirstBranch) protectBranch(store, project, firstBranch);
  }
  store.state.pushers[project.id] ??= {};
  const pushers = store.state.pushers[project.id]!;
  for (const sha of await listNewCommits(repositoryDirOf(store, project), changes)) pushers[sha] ??= user.id;
  if (project.runsPipelines) startPipelines(site, project, user, changes);
  await updateMergeRequests(store, project, user, changes);
  project.lastActivityAt = store.nowIso();
  store.save();
  site.webhooks.notePush(project, user, changes);
}
