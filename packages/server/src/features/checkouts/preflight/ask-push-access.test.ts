import { expect, test } from 'vitest';
import type { AuthorizedCheckout } from '../authorized-checkout.ts';
import { askPushAccess } from './ask-push-access.ts';

test('GitLab is not asked about a repository that was removed from the workspace', async () => {
  let asked = 0;
  const client = async () => {
    asked++;
    throw new Error('asked');
  };
  const checkout = { project: {}, repository: { path: 'acme/analytics', connected: false } };
  const { push } = await askPushAccess({ client }, checkout as unknown as AuthorizedCheckout, 'main').catch(
    () => ({ push: null }),
  );
  expect(asked).toBe(0);
  expect(push).toMatchObject({ kind: 'unknown', problem: { code: 'repository-not-connected' } });
});
