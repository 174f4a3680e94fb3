import { AxeBuilder } from '@axe-core/playwright';
import { switchBranch } from '@notelab/contract';
import { waitForOperation } from '@notelab/dev-env';
import { expect } from '@playwright/test';
import { openAt } from './people.ts';
import { copyRepository, openProjectWith, test } from './world.ts';

test('a merge request is created in Notelab, and its state is seen there', async ({
  browser,
  world,
  admin,
}) => {
  const path = 'acme/reviewed';
  const { sandbox } = world;
  await copyRepository(world, 'acme/analytics', path);
  sandbox.setApprovalsRequired(path, 2);
  const { url, checkout } = await openProjectWith(world, admin, { name: 'Reviewed', path });
  const branch = 'feature/churn-v2';
  const params = { checkoutId: checkout.id };
  await waitForOperation(
    admin,
    await admin.call(switchBranch, { params, body: { branch, where: 'remote' } }),
  );
  const page = await openAt(browser, url, 'admin@example.com');
  const panel = page.getByRole('complementary', { name: 'Git' });

  // One click to GitLab's own page stays.
  const onGitLab = panel.getByRole('link', { name: 'Create merge request on GitLab' });
  await expect(onGitLab).toHaveAttribute('href', /merge_requests\/new\?.*churn-v2/);
  await panel.getByRole('button', { name: 'Create merge request' }).click();
  const dialog = page.getByRole('dialog', { name: 'Create merge request' });
  await expect(dialog.getByLabel('Description')).toHaveValue(/Use a 90-day horizon/);
  await dialog.getByLabel('Title').fill('Churn features, 90-day horizon');
  await dialog.getByPlaceholder('Nobody').fill('dev');
  await page.getByRole('option', { name: /Dev Developer/ }).click();
  await page.keyboard.press('Escape');
  await dialog.getByLabel('Draft').check();
  const { violations } = await new AxeBuilder({ page }).analyze();
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
  await dialog.getByRole('button', { name: 'Create merge request' }).click();
  await expect(dialog).toBeHidden();

  const card = panel.getByRole('article', { name: 'Merge request !1' });
  await expect(card).toContainText('!1 Churn features, 90-day horizon');
  await expect(card).toContainText('Review by Dev Developer');
  await expect(card).toContainText('Draft');
  await expect(card).toContainText('0 of 2 approvals');
  await expect(panel.getByRole('button', { name: 'Create merge request' })).toBeHidden();
  await expect(panel.getByRole('region', { name: 'Merge requests' }).getByRole('link')).toContainText('!1');

  await sandbox.setPipeline(path, branch, 'failed');
  const onGitLabAsDeveloper = { authorization: 'Bearer glpat-sandbox-developer' };
  const api = `${sandbox.url}/api/v4/projects/${encodeURIComponent(path)}/merge_requests/1`;
  await fetch(`${api}/approve`, { method: 'POST', headers: onGitLabAsDeveloper });
  // A fetch asks GitLab about merge requests, too.
  await panel.getByRole('button', { name: 'Fetch' }).click();
  await expect(card).toContainText('1 of 2 approvals');
  await expect(card).toContainText('Pipeline failed');
  await expect(card.getByRole('link', { name: 'Open in GitLab' })).toHaveAttribute(
    'href',
    /merge_requests\/1$/,
  );
  await page.context().close();
});
