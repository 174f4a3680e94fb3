import { IconFolders, IconPlug, IconSettings } from '@tabler/icons-react';
import { Link, type LinkProps, Outlet, useMatchRoute } from '@tanstack/react-router';
import type { ReactNode } from 'react';
import { useWorkspaceEvents } from '../api/events.ts';
import { AttentionBadge } from '../settings/connection-health/attention-badge.tsx';
import { OfferedAccount } from './offered-account.tsx';
import classes from './shell.module.css';
import { UserMenu } from './user-menu.tsx';
import { useWorkspace } from './workspace.ts';
import { WorkspaceMenu } from './workspace-menu.tsx';

/** The left rail with the page beside it. On the project page the rail is icons where room is scarce. */
export function Shell() {
  const workspace = useWorkspace();
  const onProjectPage = Boolean(useMatchRoute()({ to: '/w/$workspaceId/projects/$projectId' }));
  useWorkspaceEvents(workspace.id);
  const params = { workspaceId: workspace.id };
  return (
    <div className={classes.shell} data-narrow-rail={onProjectPage || undefined}>
      <a href="#page" className={classes.skip}>
        Skip to the page
      </a>
      <div className={classes.rail}>
        <WorkspaceMenu workspace={workspace} />
        <nav className={classes.links} aria-label="Workspace">
          <RailLink to="/w/$workspaceId/projects" params={params} icon={<IconFolders size={16} />}>
            Projects
          </RailLink>
          <RailLink to="/w/$workspaceId/integrations" params={params} icon={<IconPlug size={16} />}>
            Integrations
          </RailLink>
          <RailLink
            to="/w/$workspaceId/settings"
            params={params}
            icon={<IconSettings size={16} />}
            badge={<AttentionBadge />}
          >
            Settings
          </RailLink>
        </nav>
        <UserMenu workspaceId={workspace.id} />
      </div>
      <main className={classes.page} id="page" tabIndex={-1}>
        <Outlet />
      </main>
      <OfferedAccount />
    </div>
  );
}

interface RailLinkProps extends Pick<LinkProps, 'to' | 'params'> {
  icon: ReactNode;
  badge?: ReactNode;
  children: string;
}

function RailLink({ to, params, icon, badge, children }: RailLinkProps) {
  return (
    <Link to={to} params={params} className={classes.link} title={children}>
      <span className={classes.linkIcon} aria-hidden>
        {icon}
      </span>
      <span className={classes.label}>{children}</span>
      {badge ? <span className={classes.badge}>{badge}</span> : null}
    </Link>
  );
}
