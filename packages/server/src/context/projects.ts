import { mkdir } from 'node:fs/promises';
import { authoriseByMembership } from '../features/gateway/authorise-by-membership.ts';
import { startGateway } from '../features/gateway/start-gateway.ts';
import { detectJail } from '../features/jails/detect-jail.ts';
import { createPasses } from '../features/passes/passes.ts';
import { createFileEdits } from '../features/projects/file-edits.ts';
import { createProjects } from '../features/projects/projects.ts';
import { createGitUseRecorder } from '../features/terminals/record-git-use.ts';
import { emptyFolder } from './empty-folder.ts';
import type { GitLabServices } from './gitlab.ts';
import type { People } from './people.ts';
import type { Start } from './start.ts';

export type ProjectServices = Awaited<ReturnType<typeof buildProjects>>;

/** Tier 4: folders of files, the jail that what runs there is in, and git's only way out of it. */
export async function buildProjects(
  { config, log, folders, onClose }: Start,
  { database, audit, events, users, workspaces }: People,
  { instances, accounts, repositories }: GitLabServices,
) {
  const jail = await detectJail();
  if (jail.warning) log.warn(jail.warning);
  await prepareFolders(folders);
  const projects = createProjects({
    database,
    events,
    audit,
    folders,
    owner: jail.owner,
    log,
    authorizeWorkspace: workspaces.authorizeWorkspace,
  });
  onClose(projects.close);
  const edits = createFileEdits(database);
  const passes = createPasses();
  const gateway = await startGateway({
    host: '127.0.0.1',
    passes,
    authorise: authoriseByMembership({ projects, workspaces, repositories, instances, accounts }),
    log,
    limits: config.gitlabLimits?.git,
    audit: createGitUseRecorder({ audit, users, projects }),
  });
  onClose(gateway.close);

  return { jail, projects, edits, passes, gateway };
}

/** Homes of terminals and kernels end with the process. What is in the staging folder is looked at before it is emptied. */
async function prepareFolders(folders: Start['folders']): Promise<void> {
  await emptyFolder(folders.terminals);
  await emptyFolder(folders.kernels);
  await mkdir(folders.environments, { recursive: true, mode: 0o711 });
  await mkdir(folders.staging, { recursive: true, mode: 0o700 });
  await mkdir(folders.projects, { recursive: true, mode: 0o711 });
}
