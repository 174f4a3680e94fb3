import { readList, readObject } from '../read-json.ts';
import type { Secret } from '../secret.ts';
import type { Requester } from './requester.ts';

/** A project's webhook. GitLab never shows its secrets. */
export interface GitLabHook {
  id: number;
  url: string;
  /** Whether GitLab signs deliveries (19.0 and newer, when it was given a signing token). */
  signs: boolean;
  /** `executable`, `temporarily_disabled`, `disabled`; null from a GitLab that does not say. */
  alertStatus: string | null;
}

export interface NewHook {
  url: string;
  /** Goes along with each delivery as it is. */
  token: Secret;
  /** `whsec_` and 32 bytes in base64; a GitLab older than 19.0 ignores it. */
  signingToken: Secret;
}

/** GitLab allows no more for one project. */
const maxHooks = 100;

/** Webhooks of projects, which maintainers may see and change. */
export function createHookRequests(requester: Requester) {
  const hooksOf = (projectId: number) => `projects/${projectId}/hooks`;
  return {
    /** POST /projects/:id/hooks: one that tells of pushes only. */
    async createHook(projectId: number, { url, token, signingToken }: NewHook): Promise<GitLabHook> {
      const { body } = await requester.post(hooksOf(projectId), {
        body: {
          url,
          name: 'Notelab',
          description: 'Pushes show up in Notelab at once.',
          push_events: true,
          enable_ssl_verification: true,
          token: token.reveal(),
          signing_token: signingToken.reveal(),
        },
      });
      return toHook(body);
    },

    /** GET /projects/:id/hooks. */
    async listHooks(projectId: number): Promise<GitLabHook[]> {
      const { body } = await requester.get(hooksOf(projectId), { searchParams: { per_page: maxHooks } });
      return readList(body, 'hooks', toHook).slice(0, maxHooks);
    },

    /** DELETE /projects/:id/hooks/:hook_id. */
    async removeHook(projectId: number, hookId: number): Promise<void> {
      await requester.delete(`${hooksOf(projectId)}/${hookId}`);
    },

    /** POST …/test/push_events: GitLab delivers its latest push and waits for the answer; throws unless that is good. */
    async testHook(projectId: number, hookId: number): Promise<void> {
      await requester.post(`${hooksOf(projectId)}/${hookId}/test/push_events`);
    },
  };
}

function toHook(value: unknown): GitLabHook {
  const hook = readObject(value, 'hook');
  return {
    id: hook.number('id'),
    url: hook.string('url', 'address'),
    signs: hook.booleanOrFalse('signing_token_present'),
    alertStatus: hook.stringOrNull('alert_status'),
  };
}
