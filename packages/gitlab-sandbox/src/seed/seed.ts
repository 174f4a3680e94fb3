import { initRepository } from '../git/init-repository.ts';
import { findGroup } from '../state/groups.ts';
import type { ProjectRecord } from '../state/model.ts';
import { addProjectRecord, type NewProject, repositoryDirOf } from '../state/projects.ts';
import type { Store } from '../state/store.ts';
import { addPersonalAccessToken } from '../state/tokens.ts';
import { addUser, getUser } from '../state/users.ts';
import { analyticsHistory } from './analytics.ts';
import { importHistory, type SeedCommit } from './fast-import.ts';
import { forecastingHistory } from './forecasting.ts';
import { archiveHistory, handbookHistory } from './handbook.ts';
import { sampleEmail, samplePassword, sampleUsers } from './sample-users.ts';

type SeedProject = Omit<NewProject, 'members'> & { history: SeedCommit[] };

const projects: SeedProject[] = [
  {
    path: 'acme/handbook',
    visibility: 'public',
    description: 'How the data team works',
    protectedBranches: [],
    history: handbookHistory,
  },
  {
    // main is not protected on purpose: developers push to it, as the first steps with Notelab do.
    path: 'acme/analytics',
    visibility: 'private',
    description: 'Which customers leave, and when?',
    protectedBranches: [],
    runsPipelines: true,
    approvalsRequired: 1,
    history: analyticsHistory,
  },
  {
    path: 'acme/platform/forecasting',
    visibility: 'private',
    description: 'Small forecasting methods for monthly sales',
    protectedBranches: ['main'],
    runsPipelines: true,
    approvalsRequired: 2,
    history: forecastingHistory,
  },
  { path: 'acme/empty', visibility: 'private', description: 'Nothing here yet', history: [] },
  {
    path: 'acme/archive',
    visibility: 'private',
    description: 'The report of 2025, read-only',
    protectedBranches: [],
    archived: true,
    history: archiveHistory,
  },
];

function seedRecord(store: Store, { history, ...input }: SeedProject): ProjectRecord {
  const members = { maintainer: 40, developer: 30, reporter: 20 } as const;
  const project = addProjectRecord(store, { ...input, members });
  const dates = history.map((commit) => new Date(commit.date).toISOString()).sort();
  project.createdAt = dates[0] ?? project.createdAt;
  project.lastActivityAt = dates.at(-1) ?? project.lastActivityAt;
  return project;
}

async function seedRepository(store: Store, project: ProjectRecord, history: SeedCommit[]): Promise<void> {
  await initRepository(store, project);
  if (history.length > 0) await importHistory(repositoryDirOf(store, project), history);
}

/** Fills a new sandbox with the sample users and repositories, all or nothing. */
export async function seedSandbox(store: Store): Promise<void> {
  await store.batch(async () => {
    for (const { username, name } of sampleUsers) {
      const user = addUser(store, { username, name, email: sampleEmail(username), password: samplePassword });
      addPersonalAccessToken(store, {
        token: `glpat-sandbox-${username}`,
        name: 'Sample token',
        userId: user.id,
        scopes: ['api'],
      });
    }
    // Records in their order, which gives the ids; repositories side by side.
    const seeded = projects.map((project) => ({ record: seedRecord(store, project), ...project }));
    await Promise.all(seeded.map(({ record, history }) => seedRepository(store, record, history)));
    // Maintainer of the group, and so able to create projects in it by pushing to a missing path.
    findGroup(store, 'acme')!.members[getUser(store, 'maintainer').id] = 40;
  });
}
