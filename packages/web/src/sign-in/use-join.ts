import { acceptInvitation } from '@notelab/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { call } from '../api/call.ts';
import { meQuery } from '../api/queries.ts';
import type { NewUser } from './new-user-fields.tsx';

/** Accepts an invitation and goes to the workspace it leads to. */
export function useJoin(token: string) {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: (newUser: NewUser | undefined) =>
      call(acceptInvitation, { params: { token }, body: { newUser } }),
    onSuccess: async (me) => {
      const known = new Set(client.getQueryData(meQuery().queryKey)?.workspaces.map(({ id }) => id));
      const joined = me.workspaces.find(({ id }) => !known.has(id)) ?? me.workspaces.at(-1);
      client.clear();
      client.setQueryData(meQuery().queryKey, me);
      if (joined) {
        await navigate({
          to: '/w/$workspaceId/projects',
          params: { workspaceId: joined.id },
          replace: true,
        });
      } else await navigate({ to: '/', replace: true });
    },
  });
}
