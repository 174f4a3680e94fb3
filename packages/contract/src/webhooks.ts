import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { CheckoutId, InstanceId, RepositoryId, WorkspaceId } from './ids.ts';

/** GitLab's promise to tell Notelab of pushes to a repository. */
export const Webhook = z.object({
  repositoryId: RepositoryId,
  /** By hand: somebody has to enter its address and secrets on GitLab. */
  madeBy: z.enum(['notelab', 'hand']),
  /**
   * `waiting`: GitLab has not been heard of yet. `failing`: see `problem`; a delivery that is right ends it.
   */
  state: z.enum(['waiting', 'working', 'failing']),
  problem: z.string().nullable(),
  lastDeliveryAt: z.iso.datetime().nullable(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
});
export type Webhook = z.infer<typeof Webhook>;

const tag = 'Webhooks';
const inWorkspace = z.object({ workspaceId: WorkspaceId });
const inRepository = inWorkspace.extend({ repositoryId: RepositoryId });
const path = '/api/workspaces/:workspaceId/repositories/:repositoryId/webhook';

/* GitLab delivers to POST /api/gitlab/hooks/:webhookId, which is outside of the contract: its body is GitLab's. */

export const listWebhooks = endpoint({
  method: 'GET',
  path: '/api/workspaces/:workspaceId/webhooks',
  tag,
  summary: 'Webhooks of the workspace’s repositories, and where there can be none (admin)',
  params: inWorkspace,
  response: z.object({
    webhooks: z.array(Webhook),
    /** Instances that cannot reach Notelab, each with the reason as a sentence. */
    unreachable: z.array(z.object({ instanceId: InstanceId, reason: z.string() })),
  }),
});
export const createWebhook = endpoint({
  method: 'POST',
  path,
  tag,
  summary: 'Have GitLab tell of pushes (admin, as maintainer of the repository on GitLab)',
  params: inRepository,
  response: Webhook,
});
/** What somebody enters on GitLab under Settings → Webhooks. It is shown this once. */
export const WebhookByHand = z.object({
  webhook: Webhook,
  url: z.string(),
  /** GitLab sends it along with each delivery. */
  secretToken: z.string(),
  /** GitLab 19 and newer sign each delivery with it instead. */
  signingToken: z.string(),
  /** The page on GitLab where webhooks are added. */
  settingsUrl: z.string(),
});
export type WebhookByHand = z.infer<typeof WebhookByHand>;
export const prepareWebhook = endpoint({
  method: 'POST',
  path: `${path}/by-hand`,
  tag,
  summary:
    'Address and secrets for a webhook that a maintainer adds on GitLab (admin); earlier ones are void',
  params: inRepository,
  response: WebhookByHand,
});
export const testWebhook = endpoint({
  method: 'POST',
  path: `${path}/test`,
  tag,
  summary: 'Have GitLab send a test delivery, and say whether it arrived (admin)',
  params: inRepository,
  response: Webhook,
});
export const removeWebhook = endpoint({
  method: 'DELETE',
  path,
  tag,
  summary: 'Listen to GitLab no more, and remove the webhook there (admin)',
  params: inRepository,
  response: z.object({
    /** What is still to be done on GitLab, as a sentence; null when it is gone there, too. */
    leftOnGitLab: z.string().nullable(),
  }),
});

/** What is new on GitLab’s branch that a checkout is on. */
export const RemoteNews = z.object({
  branch: z.string().nullable(),
  /** Commits that were fetched and wait to be pulled. */
  count: z.number().int(),
  /** Their authors, whose newest commit is newest first; at most 5. */
  authors: z.array(z.string()),
  authorCount: z.number().int(),
  /** What GitLab has told of since the last fetch; nobody has looked into it yet. */
  heard: z
    .object({
      kind: z.enum(['pushed', 'deleted']),
      /** Empty when it was only seen that the branch has moved. */
      by: z.array(z.string()),
      /** Null when that is not known. */
      count: z.number().int().nullable(),
      at: z.iso.datetime(),
    })
    .nullable(),
});
export type RemoteNews = z.infer<typeof RemoteNews>;

export const getRemoteNews = endpoint({
  method: 'GET',
  path: '/api/checkouts/:checkoutId/news',
  tag,
  summary: 'New commits on GitLab’s branch: whose, and how many',
  params: z.object({ checkoutId: CheckoutId }),
  response: RemoteNews,
});
export const lookForPushes = endpoint({
  method: 'POST',
  path: '/api/checkouts/:checkoutId/look',
  tag,
  summary:
    'Look as the caller whether GitLab’s branch has moved, when a look is due, and fetch it if so. Open pages send this.',
  params: z.object({ checkoutId: CheckoutId }),
  response: z.object({
    /** When to ask again. */
    nextLookMs: z.number().int(),
  }),
});
