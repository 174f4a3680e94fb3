import type { Operation, OperationKind, Outcome } from '@notelab/contract';
import { refreshIndex } from '@notelab/git';
import { fail } from '../../problem.ts';
import type { Audit } from '../audit/audit.ts';
import type { Events } from '../events/events.ts';
import type { Job, Operations } from '../operations/operations.ts';
import type { Projects } from '../projects/projects.ts';
import { auditOutcome } from './audit-outcome.ts';
import type { AuthorizedCheckout } from './authorized-checkout.ts';
import { toGitProblem } from './git-problem.ts';
import type { GitSessions } from './git-sessions.ts';
import { refuseWhileUnderWay } from './merging/refuse-while-under-way.ts';
import type { CheckoutStore } from './store.ts';

/** Queues an action on a checkout, with what belongs to every one of them. */
export type Begin = (
  checkout: AuthorizedCheckout,
  kind: OperationKind,
  run: (job: Job) => Promise<Outcome>,
) => Promise<Operation>;

export function createBegin({
  store,
  projects,
  operations,
  events,
  audit,
  sessions,
}: {
  store: CheckoutStore;
  projects: Projects;
  operations: Operations;
  events: Events;
  audit: Audit;
  sessions: GitSessions;
}): Begin {
  return (checkout, kind, run) => {
    const { project, repository, id, folderName } = checkout;
    const { workspaceId, user } = project;
    const { instanceId } = repository;
    return operations.start({
      kind,
      workspaceId,
      projectId: project.id,
      checkoutId: id,
      folderName,
      actor: user,
      instanceId,
      repositoryId: repository.id,
      async run(job) {
        try {
          // While it waited, somebody may have disconnected it.
          if (!(await store.find(id))) fail('not-found', 'This repository is not in the project any more.');
          await sessions.clearStaleLocks(checkout);
          await refuseWhileUnderWay(kind, sessions.local(checkout), checkout.dir);
          const outcome = await run(job);
          // The next looks at the checkout are cheaper for it. Where it is not possible they just are not.
          if (wroteManyFiles.has(outcome.kind))
            await refreshIndex(sessions.local(checkout), checkout.dir).catch(() => {});
          const said = auditOutcome(kind, outcome);
          if (said)
            await audit.record({
              workspaceId,
              actor: user,
              action: said.action,
              subject: repository.path,
              details: { ...said.details, project: project.name },
            });
          return outcome;
        } catch (error) {
          throw toGitProblem(error);
        } finally {
          events.publish(workspaceId, { type: 'checkout-changed', projectId: project.id, checkoutId: id });
          await projects.noteFilesChanged(project, null);
        }
      },
    });
  };
}

const wroteManyFiles = new Set<Outcome['kind']>([
  'cloned',
  're-cloned',
  'switched',
  'updated',
  'merged',
  'restored',
]);
