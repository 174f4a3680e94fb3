import * as contract from '@notelab/contract';
import type { Router } from '../../http/route.ts';
import type { Projects } from '../projects/projects.ts';
import type { Kernels } from './kernels.ts';
import type { ProjectPythons } from './python/project-pythons.ts';

export function kernelRoutes(
  router: Router,
  { kernels, pythons, projects }: { kernels: Kernels; pythons: ProjectPythons; projects: Projects },
): void {
  router.route(contract.listKernels, async ({ user, params }) =>
    kernels.list(await projects.authorize(user, params.projectId, 'viewer')),
  );
  router.route(contract.runBlocks, ({ user, params, body }) =>
    kernels.run(user, params.notebookId, body.blockIds),
  );
  router.route(contract.interruptKernel, ({ user, params }) => kernels.interrupt(user, params.notebookId));
  router.route(contract.restartKernel, ({ user, params }) => kernels.restart(user, params.notebookId));
  router.route(contract.stopKernel, ({ user, params }) => kernels.stop(user, params.notebookId));
  router.route(contract.answerInput, ({ user, params, body }) =>
    kernels.answer(user, params.notebookId, body.blockId, body.text),
  );
  router.route(contract.completeCode, ({ user, params, body }) =>
    kernels.complete(user, params.notebookId, body),
  );
  router.route(contract.inspectCode, async ({ user, params, body }) => ({
    text: await kernels.inspect(user, params.notebookId, body),
  }));
  router.route(contract.clearOutputs, async ({ user, params, body }) => {
    await kernels.clearOutputs(user, params.notebookId, body.blockIds);
    return {};
  });

  router.route(contract.getProjectPython, async ({ user, params }) =>
    pythons.present(await projects.authorize(user, params.projectId, 'viewer')),
  );
  router.route(contract.changeProjectPython, async ({ user, params, body }) =>
    pythons.change(await projects.authorize(user, params.projectId, 'editor'), body),
  );
  router.route(contract.setRemoteJupyter, async ({ user, params, body }) =>
    pythons.setRemote(await projects.authorize(user, params.projectId, 'admin'), body),
  );
  router.route(contract.installPackages, async ({ user, params, body }) =>
    pythons.install(await projects.authorize(user, params.projectId, 'editor'), body.packages),
  );
  router.route(contract.cancelInstallation, async ({ user, params }) =>
    pythons.cancelInstallation(await projects.authorize(user, params.projectId, 'editor')),
  );
}
