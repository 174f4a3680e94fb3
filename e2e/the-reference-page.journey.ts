import { expect, type Page, test } from '@playwright/test';
import { sampleNotelab } from './addresses.ts';
import { authorizeOnGitLab, openAs } from './people.ts';

/** The page “Importing code from GitLab”, in its words and its order, with the mouse and the keyboard. */
test.describe.configure({ mode: 'serial' });

let page: Page;
test.beforeAll(async ({ browser }) => {
  page = await openAs(browser, 'admin');
});
test.afterAll(() => page?.context().close());

test('Step 1: connect your GitLab account', async () => {
  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByRole('heading', { name: 'Account Settings' })).toBeVisible();
  await expect(page.getByRole('heading', { name: 'GitLab', exact: true })).toBeVisible();
  await page.getByRole('button', { name: 'Connect GitLab account' }).click();
  await authorizeOnGitLab(page, 'maintainer');
  await expect(page.getByRole('heading', { name: 'Account Settings' })).toBeVisible();
  await expect(page.getByText('@maintainer', { exact: true })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Disconnect' })).toBeVisible();
});

test('Step 2: add repositories to your workspace', async () => {
  await page.getByRole('link', { name: 'Connected GitLab repositories' }).click();
  await page.getByRole('button', { name: 'Connect repositories' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByPlaceholder('Search your GitLab projects').fill('analytics');
  await dialog.getByText('acme/analytics').click();
  await dialog.getByPlaceholder('Search your GitLab projects').fill('');
  await dialog.getByText('acme/platform/forecasting').click();
  await dialog.getByRole('button', { name: 'Save changes' }).click();
  await expect(page.getByText('acme/platform/forecasting')).toBeVisible();
  await expect(page.getByRole('button', { name: 'Manage repositories' })).toBeVisible();
});

test('Step 3: create a GitLab integration', async () => {
  await page.getByRole('link', { name: 'Integrations' }).click();
  await page.getByRole('button', { name: 'Add integration' }).first().click();
  await expect(page.getByText('Version control').first()).toBeVisible();
  await page.getByRole('menuitem', { name: 'GitLab' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Repository' }).click();
  await page.getByRole('option', { name: /acme\/analytics/ }).click();
  await expect(dialog.getByRole('textbox', { name: 'Folder name' })).toHaveValue('analytics');
  await dialog.getByRole('button', { name: 'Create integration' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('acme/analytics')).toBeVisible();
});

test('Connecting a repository to a project', async () => {
  await page.getByRole('link', { name: 'Projects' }).click();
  await page.getByRole('button', { name: 'New project' }).first().click();
  await page.getByLabel('Project name').fill('Churn forecast');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /Create/ })
    .click();
  await expect(page).toHaveURL(/\/projects\/\w{20}/);

  await page.getByRole('button', { name: 'Add to files' }).click();
  await page.getByRole('menuitem', { name: 'Connect a GitLab repository' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^Connect Analytics/ })
    .click();
  await expect(page.getByRole('treeitem', { name: /^analytics/ })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Current branch' })).toContainText('main');
});

test('Changing the current branch', async () => {
  await page.getByRole('button', { name: 'Current branch' }).click();
  await page.getByPlaceholder('Search branches').fill('churn');
  await page.getByRole('option', { name: /feature\/churn-v2/ }).click();
  await expect(page.getByRole('button', { name: 'Current branch' })).toContainText('feature/churn-v2');
});

test('Pulling the current branch', async () => {
  await page.getByRole('button', { name: 'Pull', exact: true }).click();
  await expect(page.getByText(/up to date/i).first()).toBeVisible();
});

test('Commit & Push', async () => {
  await page.getByRole('treeitem', { name: /^analytics/ }).click();
  await page.getByRole('treeitem', { name: /README\.md/ }).click();
  const editor = page.locator('.cm-content').first();
  await editor.click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('\nChanged in Notelab.');
  await page.keyboard.press('Control+s');
  await page.getByRole('button', { name: 'Commit & Push' }).first().click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('@maintainer')).toBeVisible();
  await expect(dialog.getByText('Changed in Notelab.')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Commit message' }).fill('Say where it was changed');
  await dialog.getByRole('button', { name: 'Commit & Push' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('Say where it was changed').first()).toBeVisible();
});

test('Create merge request opens GitLab, and the commit is there under your own name', async () => {
  const [gitlab] = await Promise.all([
    page.context().waitForEvent('page'),
    page
      .getByRole('link', { name: /Create merge request/ })
      .first()
      .click(),
  ]);
  await expect(gitlab.getByRole('heading', { name: /New merge request/i })).toBeVisible();
  await expect(gitlab.getByRole('combobox', { name: /source/i })).toHaveValue('feature/churn-v2');
  await gitlab.goto(`${sampleNotelab.sandboxUrl}/acme/analytics/-/commits/feature/churn-v2`);
  const commit = gitlab.locator('li, tr, article, .row', { hasText: 'Say where it was changed' }).first();
  await expect(commit).toContainText('Mara Maintainer');
  await gitlab.close();
});

test('Re-Clone says what would be lost', async () => {
  await page.getByRole('button', { name: /More git actions/ }).click();
  await page.getByRole('menuitem', { name: 'Re-Clone' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Re-Clone' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('button', { name: 'Current branch' })).toContainText('main');
});

test('Revoking access', async () => {
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('button', { name: 'Disconnect' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click();
  await expect(page.getByRole('button', { name: 'Connect GitLab account' })).toBeVisible();
});
