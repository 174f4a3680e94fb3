import { z } from 'zod';
import { HealthCheck } from './health.ts';
import { CheckoutId, ProjectId, RepositoryId } from './ids.ts';
import { KernelState } from './kernels.ts';
import { Operation } from './operations.ts';

/**
 * What the server tells open pages, as server-sent events on
 * `GET /api/workspaces/:workspaceId/events` (one JSON object per `data:` line). An event says that something
 * changed; the page asks again for what it shows. Only operations, kernels and
 * checks travel whole, because of their progress.
 */
export const WorkspaceEvent = z.discriminatedUnion('type', [
  z.object({ type: z.literal('operation'), operation: Operation }),
  z.object({ type: z.literal('checkout-changed'), projectId: ProjectId, checkoutId: CheckoutId }),
  z.object({
    type: z.literal('files-changed'),
    projectId: ProjectId,
    /** Folders whose entries changed, or null for anywhere. */
    folders: z.array(z.string()).nullable(),
  }),
  z.object({ type: z.literal('checkouts-changed'), projectId: ProjectId }),
  z.object({ type: z.literal('terminals-changed'), projectId: ProjectId }),
  z.object({ type: z.literal('notebooks-changed'), projectId: ProjectId }),
  z.object({ type: z.literal('kernel'), kernel: KernelState }),
  z.object({ type: z.literal('python-changed'), projectId: ProjectId }),
  z.object({ type: z.literal('export-changed'), projectId: ProjectId }),
  z.object({ type: z.literal('versions-changed'), projectId: ProjectId }),
  /** GitLab’s branches of a repository have moved, or were said to. */
  z.object({ type: z.literal('news'), repositoryId: RepositoryId }),
  z.object({ type: z.literal('webhooks-changed') }),
  z.object({ type: z.literal('projects-changed') }),
  z.object({ type: z.literal('repositories-changed') }),
  z.object({ type: z.literal('integrations-changed') }),
  z.object({ type: z.literal('members-changed') }),
  z.object({ type: z.literal('health-check'), check: HealthCheck }),
  z.object({ type: z.literal('accounts-changed'), userId: z.string() }),
]);
export type WorkspaceEvent = z.infer<typeof WorkspaceEvent>;
