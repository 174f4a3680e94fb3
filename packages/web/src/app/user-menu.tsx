import { Menu, UnstyledButton } from '@mantine/core';
import { type InstanceForUser, signOut } from '@notelab/contract';
import { IconLogout, IconPalette, IconUserCircle } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { call } from '../api/call.ts';
import { myInstancesQuery } from '../api/queries.ts';
import { forgetKept } from '../project/live-notebook/kept-in-browser.ts';
import { notifyProblem } from '../theme/notify.ts';
import { PersonPicture } from '../theme/person-picture.tsx';
import classes from './shell.module.css';
import { useMe } from './workspace.ts';

/** Who is signed in, and as whom on GitLab; at the foot of the rail. */
export function UserMenu({ workspaceId }: { workspaceId: string }) {
  const { user } = useMe();
  const instances = useQuery(myInstancesQuery());
  const client = useQueryClient();
  const leave = async () => {
    try {
      await call(signOut);
      forgetKept();
      client.clear();
      window.location.assign('/sign-in');
    } catch (error) {
      notifyProblem(error);
    }
  };
  return (
    <Menu position="top-start" width={220}>
      <Menu.Target>
        <UnstyledButton className={classes.user} title={user.email}>
          <PersonPicture name={user.name} />
          <span className={classes.userWords}>
            <span className={classes.userName}>{user.name}</span>
            <span className={classes.userAccount}>{instances.data ? gitlabWords(instances.data) : ' '}</span>
          </span>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{user.email}</Menu.Label>
        <Menu.Item
          leftSection={<IconUserCircle size={15} />}
          renderRoot={(props) => (
            <Link to="/w/$workspaceId/settings/account" params={{ workspaceId }} {...props} />
          )}
        >
          Account Settings
        </Menu.Item>
        <Menu.Item
          leftSection={<IconPalette size={15} />}
          renderRoot={(props) => (
            <Link to="/w/$workspaceId/settings/appearance" params={{ workspaceId }} {...props} />
          )}
        >
          Appearance
        </Menu.Item>
        <Menu.Divider />
        <Menu.Item leftSection={<IconLogout size={15} />} onClick={leave}>
          Sign out
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}

function gitlabWords(instances: InstanceForUser[]): string {
  const accounts = instances.flatMap(({ account }) => account ?? []);
  if (accounts.length === 0) return 'GitLab not connected';
  if (accounts.every(({ health }) => health === 'needs-reconnect')) return 'GitLab needs reconnecting';
  const names = [...new Set(accounts.map(({ username }) => `@${username}`))];
  return `${names.join(', ')} on GitLab`;
}
