import { createGitLabClient, guardedDispatcher, Secret } from '@notelab/gitlab';
import { expect, test } from 'vitest';
import { call } from '../rest.ts';
import { afterwards } from '../target.ts';
import { openArranged } from './open-arranged.ts';

test('the limit on all requests answers plain text with the limit in headers', async () => {
  const gitlab = await openArranged();
  gitlab.sandbox.faults.set({ match: '/user', kind: 'rate-limited', retryAfterSeconds: 30 });
  const { status, text, headers } = await call(gitlab, 'GET', '/user');
  expect([status, text, headers.get('content-type')]).toEqual([429, 'Retry later\n', 'text/plain']);
  const limit = Object.fromEntries([...headers].filter(([name]) => name.startsWith('ratelimit-')));
  expect(limit).toEqual({
    'ratelimit-limit': expect.stringMatching(/^\d+$/),
    'ratelimit-name': expect.stringMatching(/^throttle_/),
    'ratelimit-observed': expect.stringMatching(/^\d+$/),
    'ratelimit-remaining': '0',
    'ratelimit-reset': expect.stringMatching(/^\d{10}$/),
    'ratelimit-resettime': expect.stringMatching(/GMT$/),
  });
  expect(headers.get('retry-after')).toBe('30');
});

test('the limit of an endpoint answers JSON', async () => {
  const gitlab = await openArranged();
  gitlab.sandbox.faults.set({ match: '/user', kind: 'endpoint-rate-limited' });
  const { status, body } = await call(gitlab, 'GET', '/user');
  const error = 'This endpoint has been requested too many times. Try again later.';
  expect([status, body]).toEqual([429, { message: { error } }]);
});

test('Notelab’s client takes both for a limit, and knows how long GitLab asks to wait', async () => {
  const gitlab = await openArranged();
  const dispatcher = guardedDispatcher({ allowPrivateHosts: true });
  afterwards(() => dispatcher.destroy());
  const token = async () => new Secret(gitlab.token);
  const client = createGitLabClient({ instance: gitlab.url, token, dispatcher });
  for (const kind of ['rate-limited', 'endpoint-rate-limited'] as const) {
    gitlab.sandbox.faults.clear();
    gitlab.sandbox.faults.set({ match: '/user', kind, retryAfterSeconds: 45 });
    const asked = client.getCurrentUser();
    const seconds = kind === 'rate-limited' ? 45 : expect.any(Number);
    await expect(asked).rejects.toMatchObject({ kind: 'rate-limited', retryAfterSeconds: seconds });
  }
});
