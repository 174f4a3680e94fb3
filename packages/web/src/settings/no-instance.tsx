import { Button } from '@mantine/core';
import { IconServer2 } from '@tabler/icons-react';
import { Link } from '@tanstack/react-router';
import { useWorkspace } from '../app/workspace.ts';
import { EmptyState } from '../theme/empty-state.tsx';

/** Stands where GitLab projects would be listed, when no GitLab is known yet. */
export function NoInstance() {
  const workspace = useWorkspace();
  return (
    <EmptyState
      icon={<IconServer2 size={20} />}
      title="No GitLab instance yet"
      action={
        <Button
          renderRoot={(props) => (
            <Link to="/w/$workspaceId/settings/instances" params={{ workspaceId: workspace.id }} {...props} />
          )}
        >
          GitLab instances
        </Button>
      }
    >
      Add gitlab.com or your own GitLab first, then connect repositories from it.
    </EmptyState>
  );
}
