import type { QueryClient } from '@tanstack/react-query';
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  Outlet,
  redirect,
} from '@tanstack/react-router';
import { NotFound, RouteError, RoutePending } from './route-states.tsx';
import { findLastWorkspace, getSession, rememberWorkspace } from './session.ts';
import { Shell } from './shell.tsx';

interface RouterContext {
  queryClient: QueryClient;
}

const text = (value: unknown) => (typeof value === 'string' && value !== '' ? value : undefined);

const root = createRootRouteWithContext<RouterContext>()({
  component: Outlet,
  notFoundComponent: NotFound,
});

const signIn = createRoute({
  getParentRoute: () => root,
  path: '/sign-in',
  validateSearch: (search): { next?: string } => ({ next: text(search.next) }),
  component: lazyRouteComponent(() => import('../sign-in/sign-in-page.tsx'), 'SignInPage'),
});

const setUp = createRoute({
  getParentRoute: () => root,
  path: '/set-up',
  component: lazyRouteComponent(() => import('../sign-in/set-up-page.tsx'), 'SetUpPage'),
});

const invitation = createRoute({
  getParentRoute: () => root,
  path: '/invitation/$token',
  component: lazyRouteComponent(() => import('../sign-in/invitation-page.tsx'), 'InvitationPage'),
});

const start = createRoute({
  getParentRoute: () => root,
  path: '/',
  beforeLoad: async ({ context, location }) => {
    const me = await getSession(context.queryClient, location.href);
    const workspace = findLastWorkspace(me);
    if (workspace) {
      throw redirect({
        to: '/w/$workspaceId/projects',
        params: { workspaceId: workspace.id },
        replace: true,
      });
    }
  },
  component: lazyRouteComponent(() => import('../sign-in/no-workspace-page.tsx'), 'NoWorkspacePage'),
});

const workspace = createRoute({
  getParentRoute: () => root,
  path: '/w/$workspaceId',
  beforeLoad: async ({ context, params, location }) => {
    const me = await getSession(context.queryClient, location.href);
    if (!me.workspaces.some(({ id }) => id === params.workspaceId)) throw redirect({ to: '/' });
    rememberWorkspace(params.workspaceId);
  },
  component: Shell,
});

const workspaceStart = createRoute({
  getParentRoute: () => workspace,
  path: '/',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/w/$workspaceId/projects', params, replace: true });
  },
});

const projects = createRoute({
  getParentRoute: () => workspace,
  path: 'projects',
  component: lazyRouteComponent(() => import('../projects/projects-page.tsx'), 'ProjectsPage'),
});

/** Search parameters of the project page are its own: it reads them with `useSearch({ strict: false })`. */
const project = createRoute({
  getParentRoute: () => workspace,
  path: 'projects/$projectId',
  component: lazyRouteComponent(() => import('../project/project-page.tsx'), 'ProjectPage'),
});

const integrations = createRoute({
  getParentRoute: () => workspace,
  path: 'integrations',
  validateSearch: (search): { gitlab?: string } => ({ gitlab: text(search.gitlab) }),
  component: lazyRouteComponent(() => import('../integrations/integrations-page.tsx'), 'IntegrationsPage'),
});

const settings = createRoute({
  getParentRoute: () => workspace,
  path: 'settings',
  validateSearch: (search): { gitlab?: string } => ({ gitlab: text(search.gitlab) }),
  component: lazyRouteComponent(() => import('../settings/settings-layout.tsx'), 'SettingsLayout'),
});

const settingsStart = createRoute({
  getParentRoute: () => settings,
  path: '/',
  beforeLoad: ({ params }) => {
    throw redirect({ to: '/w/$workspaceId/settings/account', params, replace: true });
  },
});

const account = createRoute({
  getParentRoute: () => settings,
  path: 'account',
  component: lazyRouteComponent(() => import('../settings/account/account-settings.tsx'), 'AccountSettings'),
});

const appearance = createRoute({
  getParentRoute: () => settings,
  path: 'appearance',
  component: lazyRouteComponent(() => import('../settings/appearance.tsx'), 'Appearance'),
});

const general = createRoute({
  getParentRoute: () => settings,
  path: 'general',
  component: lazyRouteComponent(() => import('../settings/general.tsx'), 'General'),
});

const members = createRoute({
  getParentRoute: () => settings,
  path: 'members',
  component: lazyRouteComponent(() => import('../settings/members.tsx'), 'Members'),
});

const repositories = createRoute({
  getParentRoute: () => settings,
  path: 'repositories',
  validateSearch: (search): { manage?: boolean } => ({ manage: search.manage === true || undefined }),
  component: lazyRouteComponent(
    () => import('../settings/connected-repositories.tsx'),
    'ConnectedRepositories',
  ),
});

const instances = createRoute({
  getParentRoute: () => settings,
  path: 'instances',
  component: lazyRouteComponent(() => import('../settings/instances/instances.tsx'), 'Instances'),
});

const connectionHealth = createRoute({
  getParentRoute: () => settings,
  path: 'connection-health',
  component: lazyRouteComponent(
    () => import('../settings/connection-health/connection-health.tsx'),
    'ConnectionHealth',
  ),
});

const auditLog = createRoute({
  getParentRoute: () => settings,
  path: 'audit-log',
  component: lazyRouteComponent(() => import('../settings/audit-log.tsx'), 'AuditLog'),
});

const routeTree = root.addChildren([
  signIn,
  setUp,
  invitation,
  start,
  workspace.addChildren([
    workspaceStart,
    projects,
    project,
    integrations,
    settings.addChildren([
      settingsStart,
      account,
      appearance,
      general,
      members,
      repositories,
      instances,
      connectionHealth,
      auditLog,
    ]),
  ]),
]);

/** All pages of the application and who may see them without a session. */
export function createAppRouter(queryClient: QueryClient) {
  return createRouter({
    routeTree,
    context: { queryClient },
    defaultPreload: 'intent',
    defaultPendingComponent: RoutePending,
    defaultErrorComponent: RouteError,
    scrollRestoration: true,
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createAppRouter>;
  }
}
