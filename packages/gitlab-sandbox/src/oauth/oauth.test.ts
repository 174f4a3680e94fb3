import { expect, test } from 'vitest';
import { refresh, userStatus } from '../testing/oauth-client.ts';
import { notelab, openSandbox } from '../testing/open-sandbox.ts';

// What GitLab is known to do stands in packages/gitlab-contract-suite; here is what else the sandbox does.

test('a refresh works after the access token has expired and may narrow the scope', async () => {
  const sandbox = await openSandbox();
  const { accessToken, refreshToken } = sandbox.issueTokens('developer', notelab.clientId, [
    'read_api',
    'read_user',
  ]);
  sandbox.expireAccessTokens('developer');
  expect(await userStatus(sandbox, accessToken)).toBe(401);
  const narrowed = await refresh(sandbox, refreshToken, { scope: 'read_user' });
  expect(narrowed.body.scope).toBe('read_user');
});
