import { Link, type LinkProps, Outlet } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useRole, useWorkspace } from '../app/workspace.ts';
import { AttentionBadge } from './connection-health/attention-badge.tsx';
import classes from './settings-layout.module.css';

/** The settings' own navigation beside the chosen settings. */
export function SettingsLayout() {
  const workspace = useWorkspace();
  const { isAdmin } = useRole();
  const params = { workspaceId: workspace.id };
  const item = (to: LinkProps['to'], label: string, badge?: ReactNode) => (
    <SettingsLink to={to} params={params}>
      {label}
      {badge}
    </SettingsLink>
  );
  return (
    <div className={classes.layout}>
      <nav className={classes.side} aria-label="Settings">
        <Group title="You">
          {item('/w/$workspaceId/settings/account', 'Account')}
          {item('/w/$workspaceId/settings/appearance', 'Appearance')}
        </Group>
        <Group title="Workspace">
          {item('/w/$workspaceId/settings/general', 'General')}
          {item('/w/$workspaceId/settings/members', 'Members')}
          {item('/w/$workspaceId/settings/repositories', 'Connected GitLab repositories')}
          {isAdmin ? item('/w/$workspaceId/settings/instances', 'GitLab instances') : null}
          {isAdmin
            ? item('/w/$workspaceId/settings/connection-health', 'Connection health', <AttentionBadge />)
            : null}
          {isAdmin ? item('/w/$workspaceId/settings/audit-log', 'Audit log') : null}
        </Group>
      </nav>
      <div className={classes.content}>
        <Outlet />
      </div>
    </div>
  );
}

function Group({ title, children }: { title: string; children: ReactNode }) {
  return (
    <>
      <h2 className={classes.group}>{title}</h2>
      {children}
    </>
  );
}

interface SettingsLinkProps extends Pick<LinkProps, 'to' | 'params'> {
  children: ReactNode;
}

function SettingsLink({ to, params, children }: SettingsLinkProps) {
  return (
    <Link to={to} params={params} className={classes.item}>
      {children}
    </Link>
  );
}
