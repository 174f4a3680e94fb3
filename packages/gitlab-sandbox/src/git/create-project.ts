import type { Site } from '../server/site.ts';
import type { ProjectRecord, UserRecord } from '../state/model.ts';
import { addProjectRecord, type NewProject } from '../state/projects.ts';
import { initRepository } from './init-repository.ts';

/** Makes an empty project as a user's doing: in their own namespace they are its owner, in a group maintainer. */
export async function createProject(
  site: Site,
  user: UserRecord,
  input: Pick<NewProject, 'path' | 'visibility' | 'description' | 'defaultBranch'>,
): Promise<ProjectRecord> {
  const isPersonal = input.path.toLowerCase().startsWith(`${user.username.toLowerCase()}/`);
  const project = addProjectRecord(site.store, {
    ...input,
    members: isPersonal ? {} : { [user.username]: 40 },
    creatorId: user.id,
  });
  await initRepository(site.store, project);
  site.store.save();
  return project;
}
