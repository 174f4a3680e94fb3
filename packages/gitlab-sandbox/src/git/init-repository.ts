import { cpSync, existsSync, mkdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import type { ProjectRecord } from '../state/model.ts';
import { repositoryDirOf } from '../state/projects.ts';
import type { Store } from '../state/store.ts';
import { findBranchSha, listBranches, setHead } from './refs.ts';
import { gitText } from './run-git.ts';

/** Makes the bare repository of a new project, empty or as a copy of another bare repository. */
export async function initRepository(
  store: Store,
  project: ProjectRecord,
  fromBareRepository?: string,
): Promise<string> {
  const dir = repositoryDirOf(store, project);
  // A folder left by a start that was killed half-way belongs to no project.
  rmSync(dir, { recursive: true, force: true });
  mkdirSync(dir, { recursive: true });
  if (fromBareRepository) {
    cpSync(fromBareRepository, dir, { recursive: true });
    rmSync(join(dir, 'hooks'), { recursive: true, force: true });
    if (!existsSync(join(dir, 'HEAD'))) throw new Error(`${fromBareRepository} is not a bare repository.`);
    const branches = await listBranches(dir);
    const hasDefault = await findBranchSha(dir, project.defaultBranch);
    if (!hasDefault && branches[0]) project.defaultBranch = branches[0].name;
    await setHead(dir, project.defaultBranch);
  } else {
    const head = `--initial-branch=${project.defaultBranch}`;
    await gitText(dir, ['init', '--quiet', '--bare', '--template=', head, '.']);
  }
  return dir;
}
