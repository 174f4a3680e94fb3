import { Menu, UnstyledButton, VisuallyHidden } from '@mantine/core';
import type { WorkspaceMembership } from '@notelab/contract';
import { IconCheck, IconPlus, IconSelector } from '@tabler/icons-react';
import { useNavigate } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';
import classes from './shell.module.css';
import { useMe } from './workspace.ts';

const NewWorkspaceDialog = lazy(async () => ({
  default: (await import('./new-workspace-dialog.tsx')).NewWorkspaceDialog,
}));

/** The workspace's name at the head of the rail; opens the list of the user's workspaces. */
export function WorkspaceMenu({ workspace }: { workspace: WorkspaceMembership }) {
  const { workspaces } = useMe();
  const navigate = useNavigate();
  const [making, setMaking] = useState(false);
  const open = (workspaceId: string) => {
    if (workspaceId !== workspace.id)
      void navigate({ to: '/w/$workspaceId/projects', params: { workspaceId } });
  };
  return (
    <>
      <Menu position="bottom-start" width={220}>
        <Menu.Target>
          <UnstyledButton className={classes.workspace} title={workspace.name}>
            <VisuallyHidden>Workspace</VisuallyHidden>
            <span className={classes.logo} aria-hidden>
              N
            </span>
            <span className={classes.workspaceName}>{workspace.name}</span>
            <IconSelector size={14} className={classes.selector} aria-hidden />
          </UnstyledButton>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Label>Workspaces</Menu.Label>
          {workspaces.map(({ id, name }) => (
            <Menu.Item
              key={id}
              onClick={() => open(id)}
              rightSection={id === workspace.id ? <IconCheck size={14} aria-label="open" /> : null}
            >
              {name}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item leftSection={<IconPlus size={14} />} onClick={() => setMaking(true)}>
            New workspace
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {making ? (
        <Suspense>
          <NewWorkspaceDialog onClose={() => setMaking(false)} onCreated={open} />
        </Suspense>
      ) : null}
    </>
  );
}
