import type { Pass, PassRepository } from '../passes/passes.ts';
import { type Refusal, refuse } from './refusal.ts';

/** The repository that a request is about, if its pass opens it. */
export function findRepository(
  pass: Pass,
  { instanceId, repositoryPath }: { instanceId: string; repositoryPath: string },
): { ok: true; repository: PassRepository } | Refusal {
  const path = repositoryPath.toLowerCase();
  const repository = pass.repositories.find((each) => each.path.toLowerCase() === path);
  if (repository && pass.instanceId === instanceId) return { ok: true, repository };
  return refuse(403, 'repository-not-connected', 'This pass does not open this repository.');
}
