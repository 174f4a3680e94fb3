import type { Me, WorkspaceMembership } from '@notelab/contract';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { meQuery } from '../api/queries.ts';

/** The signed-in user. Only below the workspace route, which has made sure that there is one. */
export function useMe(): Me {
  return useSuspenseQuery(meQuery()).data;
}

/** The workspace of the present page with the user's role in it. */
export function useWorkspace(): WorkspaceMembership {
  const me = useMe();
  const { workspaceId } = useParams({ strict: false });
  const workspace = me.workspaces.find(({ id }) => id === workspaceId);
  if (!workspace) throw new Error('This page belongs to no workspace of yours.');
  return workspace;
}

/** What the user's role allows on the present page. */
export function useRole(): { canEdit: boolean; isAdmin: boolean } {
  const { role } = useWorkspace();
  return { canEdit: role !== 'viewer', isAdmin: role === 'admin' };
}
