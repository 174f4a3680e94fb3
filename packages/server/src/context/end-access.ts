import type { AccountUse } from '@notelab/contract';
import type { Context } from '../context.ts';
import { isAtLeast } from '../features/workspaces/policy.ts';
import { ProblemError } from '../problem.ts';

/** Where a lower tier must tell a higher one: whatever takes away access ends what runs on it, at once. */
export function endAccess(context: Omit<Context, 'close'>): void {
  const { operations, users, workspaces, accounts, repositories, passes } = context;
  const { terminals, liveNotebooks, kernelServices, checkouts, automaticExports, health, webhooks, news } =
    context;

  users.onSignedOut(terminals.noteSignedOut);
  users.onSignedOut(liveNotebooks.seats.noteSignedOut);
  workspaces.onMemberChanged(liveNotebooks.seats.noteMemberChanged);
  workspaces.onMemberChanged(terminals.noteMemberChanged);
  workspaces.onMemberChanged(health.noteMemberChanged);
  workspaces.onMemberChanged(kernelServices.kernels.noteMemberChanged);
  workspaces.onMemberChanged(({ userId, workspaceId, role }) => {
    if (role !== null && isAtLeast(role, 'editor')) return;
    operations.cancelWhere(
      (reach) => reach.userId === userId && reach.workspaceId === workspaceId,
      new ProblemError('forbidden', 'You are no editor of this workspace any more.'),
    );
    return automaticExports.noteNoEditor(userId, workspaceId);
  });

  accounts.onUnlinked(({ userId, instanceId }) => {
    const reason = 'Your GitLab account was disconnected.';
    operations.cancelWhere(
      (reach) => reach.userId === userId && reach.instanceId === instanceId,
      new ProblemError('account-missing', reason, { instanceId }),
    );
    passes.voidOf({ userId, instanceId }, reason);
    terminals.noteDisconnected({ userId, instanceId }, reason);
    const detail = 'The GitLab account of who switched it on was disconnected.';
    return automaticExports.noteDisconnected(
      { userId, instanceId },
      { code: 'account-missing', detail, instanceId },
    );
  });
  accounts.onRecovered(automaticExports.noteRecovered);
  tellAccountUse(context);

  repositories.onMoved(checkouts.followMove);
  repositories.onConnected(automaticExports.noteConnected);
  repositories.onRemoved(({ repositoryId }) => {
    const reason = 'An admin removed the repository from the workspace.';
    operations.cancelWhere(
      (reach) => reach.repositoryId === repositoryId,
      new ProblemError('repository-not-connected', reason),
    );
    passes.voidOf({ repositoryId }, reason);
    return automaticExports.noteRemoved(repositoryId, { code: 'repository-not-connected', detail: reason });
  });
  repositories.onRemoved(({ repositoryId }) => news.heard.forgetRepository(repositoryId));
  repositories.onRemoved(webhooks.forgetRepository);
}

/** What lives on somebody's account, by name: it is said before it stops. */
function tellAccountUse({
  accounts,
  operations,
  projects,
  terminals,
  automaticExports,
}: Omit<Context, 'close'>): void {
  accounts.tellUse(async ({ userId, instanceId }): Promise<AccountUse[]> => {
    const underWay = operations.listUnderWay(
      (reach) => reach.userId === userId && reach.instanceId === instanceId,
    );
    return Promise.all(
      underWay.map(async ({ kind, folderName, projectId }) => ({
        kind: 'operation' as const,
        operation: kind,
        folderName,
        projectName: (await projects.get(projectId)).name,
      })),
    );
  });
  accounts.tellUse(terminals.listUse);
  accounts.tellUse(automaticExports.listUse);
}

/** What goes with a project or notebook that is deleted, and what a project's folders are protected from. */
export function followDeletions(context: Omit<Context, 'close'>): void {
  const { projects, integrations, checkouts, terminals, kernelServices, passes } = context;
  const { notebooks, liveNotebooks, exports, automaticExports, edits } = context;

  integrations.useCheckouts(checkouts.listUse);
  projects.guardFolders(checkouts.listFolders);
  projects.onDelete(automaticExports.endProject);
  projects.onDelete((projectId) => passes.voidOf({ projectId }, 'The project was deleted.'));
  projects.onDelete(terminals.endProject);
  projects.onDelete(kernelServices.forgetProject);
  liveNotebooks.onDelete(kernelServices.kernels.endNotebook);
  projects.onDelete(notebooks.forgetProject);
  projects.onDelete(checkouts.forgetProject);
  projects.onDelete(exports.forgetProject);
  projects.onDelete(edits.forgetProject);
}
