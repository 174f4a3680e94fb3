import * as contract from '@notelab/contract';
import type { Router } from '../../http/route.ts';
import type { Projects } from '../projects/projects.ts';
import type { AuthorizeWorkspace } from '../workspaces/policy.ts';
import type { Exports } from './exports.ts';

export function exportRoutes(
  router: Router,
  {
    exports,
    projects,
    authorizeWorkspace,
  }: { exports: Exports; projects: Projects; authorizeWorkspace: AuthorizeWorkspace },
): void {
  router.route(contract.getExport, async ({ user, params }) =>
    exports.get(await projects.authorize(user, params.projectId, 'viewer')),
  );
  router.route(contract.listStoppedExports, async ({ user, params }) =>
    exports.listStopped(user, await authorizeWorkspace(user, params.workspaceId, 'viewer')),
  );
  router.route(contract.saveExport, async ({ user, params, body }) =>
    exports.save(await projects.authorize(user, params.projectId, 'editor'), body),
  );
  router.route(contract.forgetExport, async ({ user, params }) =>
    exports.forget(await projects.authorize(user, params.projectId, 'editor')),
  );
  router.route(contract.previewExport, async ({ user, params }) =>
    exports.preview(await projects.authorize(user, params.projectId, 'editor')),
  );
  router.route(contract.diffExportFile, async ({ user, params, query }) =>
    exports.diff(await projects.authorize(user, params.projectId, 'editor'), query),
  );
  router.route(contract.runExport, async ({ user, params, body }) =>
    exports.run(await projects.authorize(user, params.projectId, 'editor'), { ...body, automatic: false }),
  );
  router.route(contract.mergeExportedFile, async ({ user, params, body }) =>
    exports.merge(await projects.authorize(user, params.projectId, 'editor'), body),
  );
}
