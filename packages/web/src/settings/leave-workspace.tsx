import { Button } from '@mantine/core';
import { removeMember } from '@notelab/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../api/call.ts';
import { meQuery } from '../api/queries.ts';
import { useMe, useWorkspace } from '../app/workspace.ts';
import { ConfirmDialog } from '../theme/confirm-dialog.tsx';

/** The way out of a workspace. */
export function LeaveWorkspace() {
  const workspace = useWorkspace();
  const { user } = useMe();
  const client = useQueryClient();
  const navigate = useNavigate();
  const [asking, setAsking] = useState(false);
  const leave = async () => {
    await call(removeMember, { params: { workspaceId: workspace.id, userId: user.id } });
    const me = client.getQueryData(meQuery().queryKey);
    const next = me?.workspaces.find(({ id }) => id !== workspace.id);
    if (next) await navigate({ to: '/w/$workspaceId/projects', params: { workspaceId: next.id } });
    await client.refetchQueries({ queryKey: meQuery().queryKey });
    if (!next) await navigate({ to: '/' });
  };
  return (
    <>
      <Button variant="default" onClick={() => setAsking(true)}>
        Leave workspace
      </Button>
      <ConfirmDialog
        opened={asking}
        onClose={() => setAsking(false)}
        title={`Leave ${workspace.name}?`}
        confirmLabel="Leave workspace"
        onConfirm={leave}
      >
        <p>
          You no longer see its projects, and git actions and terminals of yours in them end at once. What you
          made stays with the workspace. To come back you need a new invitation.
        </p>
      </ConfirmDialog>
    </>
  );
}
