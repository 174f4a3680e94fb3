import { expect } from '@playwright/test';
import { addLine, openAt, signInToGitLab } from './people.ts';
import { copyRepository, openProjectWith, test } from './world.ts';

test('a commit on a protected branch goes to a new branch and into a merge request', async ({
  browser,
  world,
  admin,
}) => {
  const path = 'acme/protected';
  await copyRepository(world, 'acme/platform/forecasting', path);
  world.sandbox.setProtected(path, 'main', true);
  await world.signInLinked('editor', 'developer');
  const { url } = await openProjectWith(world, admin, { name: 'Protected', path });
  const page = await openAt(browser, url, 'editor@example.com');

  await page.getByRole('treeitem', { name: /^protected/ }).click();
  await addLine(page, /README\.md/, 'Goes by merge request.');
  await page.getByRole('button', { name: 'Commit & Push' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Commit message' }).fill('Say how it goes');
  await dialog.getByRole('button', { name: 'Commit & Push' }).click();
  const refusal = dialog.getByRole('alert');
  await expect(refusal).toContainText('The branch is protected');
  await expect(refusal).toContainText('Nothing is lost.');

  await dialog.getByRole('button', { name: 'Use a new branch' }).click();
  const push = page.getByRole('dialog', { name: /new branch/ });
  await push.getByLabel('Branch name').fill('say-how-it-goes');
  await push.getByRole('button', { name: 'Push' }).click();
  await expect(push).toBeHidden();
  await expect(page.getByRole('button', { name: 'Current branch' })).toContainText('say-how-it-goes');

  const panel = page.getByRole('complementary', { name: 'Git' });
  const [gitlab] = await Promise.all([
    page.context().waitForEvent('page'),
    panel.getByRole('link', { name: 'Create merge request' }).click(),
  ]);
  await signInToGitLab(gitlab, 'developer');
  await expect(gitlab.getByRole('heading', { name: 'New merge request' })).toBeVisible();
  await expect(gitlab.getByRole('combobox', { name: /source/i })).toHaveValue('say-how-it-goes');
  await expect(gitlab.getByRole('combobox', { name: /target/i })).toHaveValue('main');
  await gitlab.getByRole('button', { name: 'Create merge request' }).click();
  await expect(gitlab.getByText('Goes by merge request.')).toBeVisible();
  await page.context().close();
});
