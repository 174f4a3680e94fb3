import type { User, VersionId } from '@notelab/contract';
import * as contract from '@notelab/contract';
import type { Notebook } from '@notelab/notebook';
import type { Router } from '../../http/route.ts';
import { fail } from '../../problem.ts';
import type { LiveNotebooks } from '../notebooks/live-notebooks.ts';
import type { Notebooks } from '../notebooks/notebooks.ts';
import type { AuthorizedProject } from '../projects/policy.ts';
import type { Projects } from '../projects/projects.ts';
import { compareBlocks } from './compare-blocks.ts';
import { readVersion } from './read-version.ts';
import { restoreVersion } from './restore-version.ts';
import type { VersionRow } from './store.ts';
import type { Versions } from './versions.ts';

export function versionRoutes(
  router: Router,
  dependencies: { versions: Versions; live: LiveNotebooks; notebooks: Notebooks; projects: Projects },
): void {
  const { versions, notebooks, projects } = dependencies;

  async function authorize(
    user: User,
    id: VersionId,
    atLeast: contract.Role,
  ): Promise<{ version: VersionRow; project: AuthorizedProject }> {
    const version = await versions.get(id);
    return { version, project: await projects.authorize(user, version.projectId, atLeast) };
  }

  router.route(contract.listVersions, async ({ user, params, query }) => {
    const project = await projects.authorize(user, params.projectId, 'viewer');
    const { versions: found, hasMore } = await versions.list(project, query.before ?? null);
    return { versions: found.map(present), hasMore };
  });
  router.route(contract.saveVersion, async ({ user, params, body }) => {
    const project = await projects.authorize(user, params.projectId, 'editor');
    return present((await versions.take(project.id, { kind: 'named', name: body.name, by: user }))!);
  });
  router.route(contract.renameVersion, async ({ user, params, body }) => {
    const { version } = await authorize(user, params.versionId, 'editor');
    return present(await versions.rename(version, body.name));
  });
  router.route(contract.readVersion, async ({ user, params }) => {
    const { version, project } = await authorize(user, params.versionId, 'viewer');
    const read = await readVersion(versions, version, await notebooks.list(project));
    return { version: present(version), ...read };
  });
  router.route(contract.compareVersionNotebook, async ({ user, params }) => {
    const { version, project } = await authorize(user, params.versionId, 'viewer');
    const row = (await notebooks.list(project)).find(({ id }) => id === params.notebookId);
    const kept = (await versions.readState(version)).find(({ id }) => id === params.notebookId);
    if (!kept) return fail('not-found', 'This version has no such notebook.');
    const before = await versions.readContent(version, kept);
    const now: Notebook | null = row ? await versions.readNow(row.id) : null;
    return { name: kept.name, nameNow: row?.name ?? null, blocks: compareBlocks(before, now) };
  });
  router.route(contract.restoreVersion, async ({ user, params, body }) => {
    const { version, project } = await authorize(user, params.versionId, 'editor');
    const { kept, restored } = await restoreVersion(dependencies, project, version, body);
    return { kept: present(kept), restored };
  });
}

function present({ number: _, createdAt, ...version }: VersionRow): contract.Version {
  return { ...version, createdAt: createdAt.toISOString() };
}
