import { listAuditLog, listMyGitLabUse, type User, type WorkspaceId } from '@notelab/contract';
import type { Router } from '../../http/route.ts';
import type { Audit } from './audit.ts';

export function auditRoutes(
  router: Router,
  {
    audit,
    authorizeAdmin,
  }: { audit: Audit; authorizeAdmin(user: User, workspaceId: WorkspaceId): Promise<unknown> },
): void {
  router.route(listAuditLog, async ({ user, params, query }) => {
    await authorizeAdmin(user, params.workspaceId);
    return audit.list(params.workspaceId, query);
  });
  router.route(listMyGitLabUse, ({ user }) => audit.listGitUse(user.id));
}
