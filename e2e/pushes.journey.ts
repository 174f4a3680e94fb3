import { expect, type Page } from '@playwright/test';
import { faultsOf } from './faults-of.ts';
import { openAt } from './people.ts';
import { copyRepository, openProjectWith, pushAsColleague, test } from './world.ts';

/** What colleagues push on GitLab shows without anybody asking for it. */
test.describe.configure({ mode: 'serial' });

const path = 'acme/pushed-to';
const quiet = 'acme/quiet';
let page: Page;

test.beforeAll(async ({ browser, world, admin }) => {
  await copyRepository(world, 'acme/analytics', path);
  await copyRepository(world, 'acme/analytics', quiet);
  const { url } = await openProjectWith(world, admin, { name: 'Pushed to', path });
  page = await openAt(browser, url, 'admin@example.com');
});
test.afterAll(() => page?.context().close());

test('with one click GitLab tells of pushes', async ({ world }) => {
  const project = page.url();
  await page.goto(`${world.notelab.url}/w/${world.workspaceId}/settings/repositories`);
  await page.getByRole('button', { name: `Show pushes at once: ${path}` }).click();
  const row = page.getByRole('listitem').filter({ hasText: path });
  await expect(row).toContainText('Pushes show at once · GitLab last delivered');
  expect(await faultsOf(page)).toEqual([]);
  await page.goto(project);
  await expect(page.getByText('up to date')).toBeVisible();
});

test('a push shows in the open project, by whom and how much, and is gone once it is pulled', async ({
  world,
}) => {
  await pushAsColleague(world, path, { file: 'news.txt', text: 'News', message: 'Bring news' });
  const panel = page.getByRole('complementary', { name: 'Git' });
  await expect(panel.getByText('1 new commit by Mara')).toBeVisible();
  await expect(
    page.getByRole('treeitem', { name: 'pushed-to main ↓1, repository, 1 to pull' }),
  ).toBeVisible();
  expect(await faultsOf(page)).toEqual([]);
  await panel.getByRole('button', { name: 'Pull the new commits' }).click();
  await expect(panel.getByText('up to date')).toBeVisible();
  await expect(panel.getByText('1 new commit by Mara')).toBeHidden();
});

test('without a webhook the open page looks for itself', async ({ world, admin }) => {
  const { url } = await openProjectWith(world, admin, { name: 'Quiet', path: quiet });
  await pushAsColleague(world, quiet, { file: 'news.txt', text: 'News', message: 'Bring news' });
  await page.goto(url);
  await expect(page.getByText('1 new commit by Mara')).toBeVisible();
});
