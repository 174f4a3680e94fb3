import { updateIntegration } from '@notelab/contract';
import { expect } from '@playwright/test';
import { faultsOf } from './faults-of.ts';
import { openAt } from './people.ts';
import { askGitLab, copyRepository, offerRepository, test } from './world.ts';

/** An admin finds out what has changed on GitLab, and settles it from the page that says so. */
test('connections are checked, and what is wrong is settled where it is told', async ({
  browser,
  world,
  admin,
}) => {
  for (const path of ['acme/etl', 'acme/reports', 'acme/models']) {
    await copyRepository(world, 'acme/analytics', path);
    const { id: integrationId } = await offerRepository(world, admin, path);
    const params = { workspaceId: world.workspaceId, integrationId };
    if (path === 'acme/etl') await admin.call(updateIntegration, { params, body: { defaultBranch: 'dev' } });
  }
  await askGitLab(world, 'acme/etl', 'branch', '-D', 'dev');
  world.sandbox.deleteProject('acme/reports');
  world.sandbox.renameProject('acme/models', 'acme/platform/churn-models');

  const address = `${world.notelab.url}/w/${world.workspaceId}/settings/connection-health`;
  const page = await openAt(browser, address, 'admin@example.com');
  await page.getByRole('button', { name: 'Check now' }).click();
  await expect(page.getByText(/^Last checked just now by Admin/)).toBeVisible();
  const found = (text: string) => page.getByRole('main').getByRole('listitem').filter({ hasText: text });
  await expect(found('acme/platform/churn-models')).toContainText('It was called acme/models before');
  await expect(found('acme/reports')).toContainText('Admin no longer found it');
  await expect(found('Integration Etl')).toContainText('acme/etl has no branch dev any more');
  await expect(page.getByTitle('2 connections need attention').first()).toBeVisible();
  expect(await faultsOf(page)).toEqual([]);

  await page.getByRole('button', { name: 'Choose another branch for Etl' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Default branch' }).click();
  await page.getByRole('option', { name: /^main/ }).click();
  await page.getByRole('button', { name: 'Save changes' }).click();
  await expect(found('Integration Etl')).toHaveCount(0);

  await page.getByRole('button', { name: 'Remove repository acme/reports' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('Reports');
  await dialog.getByRole('button', { name: 'Remove repository' }).click();
  await expect(found('acme/reports')).toHaveCount(0);
  await expect(page.getByTitle(/need attention$/)).toHaveCount(0);
  await page.context().close();
});
