import { expect } from '@playwright/test';
import { addLine, openAt } from './people.ts';
import { copyRepository, openProjectWith, test } from './world.ts';

test('changes are left on their branch and given back on return, or brought along', async ({
  browser,
  world,
  admin,
}) => {
  const path = 'acme/changes';
  await copyRepository(world, 'acme/analytics', path);
  const { url } = await openProjectWith(world, admin, { name: 'Changes', path });
  const page = await openAt(browser, url, 'admin@example.com');
  const panel = page.getByRole('complementary', { name: 'Git' });
  const current = page.getByRole('button', { name: 'Current branch' });
  const choose = async (branch: string) => {
    await current.click();
    await page.getByRole('option', { name: branch }).click();
  };
  const changed = panel.getByRole('button', { name: 'features.py churn, modified' });

  await page.getByRole('treeitem', { name: /^changes/ }).click();
  await page.getByRole('treeitem', { name: /^churn/ }).click();
  await addLine(page, /features\.py/, '# Mine, and not ready yet');
  await expect(changed).toBeVisible();

  await choose('feature/churn-v2');
  const dialog = page.getByRole('dialog', { name: 'Switch to feature/churn-v2' });
  await expect(dialog.getByRole('list', { name: 'Files in the way' })).toHaveText('churn/features.py');
  await expect(dialog.getByRole('radio', { name: 'Leave here' })).toBeChecked();
  await dialog.getByRole('button', { name: 'Switch' }).click();
  await expect(current).toContainText('feature/churn-v2');
  await expect(panel.getByText('1 file left on main, given back there')).toBeVisible();
  await expect(changed).toBeHidden();
  await expect(page.locator('.cm-content').first()).not.toContainText('not ready yet');

  await choose('main');
  await expect(current).toContainText('main');
  await expect(changed).toBeVisible();
  await expect(page.locator('.cm-content').first()).toContainText('not ready yet');
  await expect(panel.getByText(/left on/)).toBeHidden();

  await choose('feature/churn-v2');
  await dialog.getByRole('radio', { name: 'Bring along' }).check();
  await dialog.getByRole('button', { name: 'Switch' }).click();
  await expect(current).toContainText('feature/churn-v2');
  await expect(changed).toBeVisible();
  await expect(page.locator('.cm-content').first()).toContainText('horizon_days');
  await expect(page.locator('.cm-content').first()).toContainText('not ready yet');
  await page.context().close();
});

test('a branch begins at another one, is renamed, published, and deleted here and on GitLab', async ({
  browser,
  world,
  admin,
}) => {
  const path = 'acme/branching';
  await copyRepository(world, 'acme/analytics', path);
  const { url } = await openProjectWith(world, admin, { name: 'Branching', path });
  const page = await openAt(browser, url, 'admin@example.com');
  const current = page.getByRole('button', { name: 'Current branch' });
  const all = page.getByRole('dialog', { name: 'Branches of branching' });
  const open = async (branch: string, action: string) => {
    await current.click();
    await page.getByRole('button', { name: 'All branches …' }).click();
    await all.getByRole('button', { name: `More for ${branch}`, exact: true }).click();
    await page.getByRole('menuitem', { name: action, exact: true }).click();
  };

  await open('dev', 'New branch from it');
  await page.getByLabel('Branch name').fill('from/dev');
  await page.getByRole('button', { name: 'Create branch', exact: true }).click();
  await expect(current).toContainText('from/dev');

  await open('from/dev', 'Rename');
  const name = page.getByRole('dialog', { name: 'Rename from/dev' }).getByLabel('Branch name');
  await name.fill('cohorts/#7');
  await name.press('Enter');
  await expect(current).toContainText('cohorts/#7');

  await open('cohorts/#7', 'Publish');
  await expect(page.getByRole('complementary', { name: 'Git' }).getByText('up to date')).toBeVisible();

  await open('main', 'Switch to it');
  await expect(current).toContainText('main');
  await open('cohorts/#7', 'Delete');
  const deletion = page.getByRole('dialog', { name: 'Delete cohorts/#7' });
  await expect(deletion.getByText('Nothing would be lost.')).toBeVisible();
  await deletion.getByRole('checkbox', { name: 'Delete GitLab’s branch too' }).check();
  await deletion.getByRole('button', { name: 'Delete both' }).click();
  await expect(page.getByText('Deleted cohorts/#7 here and on GitLab')).toBeVisible();
  await current.click();
  await expect(page.getByRole('option', { name: 'dev' })).toBeVisible();
  await expect(page.getByRole('option', { name: 'cohorts/#7' })).toBeHidden();
  await page.context().close();
});
