import { samplePassword } from '@notelab/dev-env';
import { expect, type Page } from '@playwright/test';
import { addLine, authorizeOnGitLab, openAt } from './people.ts';
import { copyRepository, invite, openProjectWith, test } from './world.ts';

/** Somebody else connected the repository. Everybody acts as themselves all the same. */
test.describe.configure({ mode: 'serial' });

const path = 'acme/second-person';
let page: Page;

test.beforeAll(async ({ browser, world, admin }) => {
  // Somebody who has never authorized Notelab on GitLab.
  await world.sandbox.addUser({
    username: 'second',
    name: 'Sam Second',
    email: 'second@acme.example',
    password: samplePassword,
  });
  await copyRepository(world, 'acme/analytics', path);
  world.sandbox.setMember(path, 'second', 30);
  const { url } = await openProjectWith(world, admin, { name: 'For two', path });
  page = await openAt(browser, url, await invite(world, admin, 'Second Person'));
});
test.afterAll(() => page?.context().close());

test('without an account of their own, an editor is asked to connect, and comes back to where they were', async () => {
  await page.getByRole('treeitem', { name: /^second-person/ }).click();
  await page.getByRole('treeitem', { name: /README\.md/ }).click();
  const tab = page.getByRole('tab', { name: 'README.md' });
  await expect(tab).toHaveAttribute('aria-selected', 'true');
  const panel = page.getByRole('complementary', { name: 'Git' });
  await expect(
    panel.getByText('Pull, commit and push use your own account on GitLab sandbox.'),
  ).toBeVisible();
  const before = page.url();
  await panel.getByRole('button', { name: 'Connect GitLab account' }).click();
  await authorizeOnGitLab(page, 'second');
  await expect(page.getByText('Your GitLab account is connected')).toBeVisible();
  await expect(page).toHaveURL(before);
  await expect(tab).toHaveAttribute('aria-selected', 'true');
});

test('they push as themselves, not as the one who connected the repository', async ({ world }) => {
  await page.getByRole('button', { name: 'Pull', exact: true }).click();
  await expect(page.getByText('second-person is up to date')).toBeVisible();
  await addLine(page, /README\.md/, 'Added by the second person.');
  await page.getByRole('button', { name: 'Commit & Push' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('@second')).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Commit message' }).fill('Second person was here');
  await dialog.getByRole('button', { name: 'Commit & Push' }).click();
  await expect(dialog).toBeHidden();
  const gitlab = await page.context().newPage();
  await gitlab.goto(`${world.sandbox.url}/${path}/-/commits/main`);
  await expect(gitlab.getByRole('listitem').filter({ hasText: 'Second person was here' })).toContainText(
    'Sam Second',
  );
  await gitlab.close();
});

test('text that is not saved is pointed out before it stays out of a commit', async () => {
  await page.locator('.cm-content').first().click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type('\nNot saved.');
  await page.getByRole('button', { name: 'Commit & Push' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText(/README\.md has text that is not saved/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Save' }).click();
  await expect(dialog.getByRole('checkbox', { name: 'README.md' })).toBeChecked();
  await expect(dialog.getByText('Not saved.')).toBeVisible();
});

test('without the right to push on GitLab they read its refusal, and lose nothing', async ({ world }) => {
  world.sandbox.setMember(path, 'second', 20);
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Commit message' }).fill('This may not be pushed');
  await dialog.getByRole('button', { name: 'Commit & Push' }).click();
  const refusal = dialog.getByRole('alert');
  await expect(refusal).toContainText('You are not allowed to push code to this project.');
  await expect(refusal).toContainText('Nothing is lost.');
  await dialog.getByRole('button', { name: 'Close' }).click();
  await expect(page.getByText('↑ 1 to push')).toBeVisible();
});

test('without access on GitLab, pull says so', async ({ world }) => {
  world.sandbox.setMember(path, 'second', null);
  await page.getByRole('button', { name: 'Pull', exact: true }).click();
  const operations = page.getByRole('region', { name: 'Operations' });
  await expect(operations.getByText('GitLab does not show this to your account')).toBeVisible();
});
