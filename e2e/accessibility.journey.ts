import { readFile, writeFile } from '@notelab/contract';
import { expect, type Page } from '@playwright/test';
import { emptyNotelab } from './addresses.ts';
import { faultsOf } from './faults-of.ts';
import { openAt } from './people.ts';
import { copyRepository, openProjectWith, test } from './world.ts';

/** No screen has a serious fault that axe finds, in light and in dark; and dialogs give the focus back. */
test.describe.configure({ mode: 'serial' });

const path = 'acme/for-everybody';
let page: Page;
let opened: Awaited<ReturnType<typeof openProjectWith>>;

test.beforeAll(async ({ browser, world, admin }) => {
  await copyRepository(world, 'acme/analytics', path);
  opened = await openProjectWith(world, admin, { name: 'For everybody', path });
  const params = { projectId: opened.project.id };
  const readme = 'for-everybody/README.md';
  const { text, etag } = await admin.call(readFile, { params, query: { path: readme } });
  await admin.call(writeFile, { params, body: { path: readme, text: text!.replace('#', '# New'), etag } });
  page = await openAt(browser, opened.url, 'admin@example.com');
});
test.afterAll(() => page?.context().close());

test('before signing in', async ({ browser, world }) => {
  const visitor = await (await browser.newContext()).newPage();
  await visitor.goto(`${world.notelab.url}/sign-in`);
  await visitor.getByRole('button', { name: 'Sign in', exact: true }).waitFor();
  expect(await faultsOf(visitor)).toEqual([]);
  await visitor.goto(`${world.notelab.url}/invitation/none`);
  await visitor.getByText('This invitation no longer works').waitFor();
  expect(await faultsOf(visitor)).toEqual([]);
  // Another journey may have set it up before; then this is its sign-in.
  await visitor.goto(emptyNotelab.url);
  await visitor.getByRole('button').first().waitFor();
  expect(await faultsOf(visitor)).toEqual([]);
  await visitor.context().close();
});

test('the project page: files, editor, differences, Git panel', async () => {
  await page.getByRole('treeitem', { name: /^for-everybody/ }).click();
  await page.getByRole('treeitem', { name: /README\.md/ }).click();
  await page.locator('.cm-content').first().waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await page.getByRole('button', { name: 'README.md, modified' }).click();
  await page.getByLabel('After').waitFor();
  expect(await faultsOf(page)).toEqual([]);
});

test('the history, and what a commit changed', async () => {
  await page.getByRole('button', { name: 'History', exact: true }).click();
  await page.getByRole('listbox', { name: 'Commits' }).getByRole('option').first().click();
  const selected = page.getByRole('region', { name: 'Selected commit' });
  await selected
    .getByRole('button', { name: /, (added|modified)$/ })
    .first()
    .waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await page.getByRole('tab', { name: /^History of/ }).press('Delete');
});

test('the branches', async () => {
  const button = page.getByRole('button', { name: 'Current branch' });
  await button.click();
  await page.getByRole('option', { name: 'dev' }).waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(button).toBeFocused();
});

test('all branches, and where a new one begins', async () => {
  const button = page.getByRole('button', { name: 'Current branch' });
  await button.click();
  await page.getByRole('button', { name: 'All branches …' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'More for dev' }).waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Create branch' }).click();
  await dialog.getByLabel('Branch name').waitFor();
  expect(await faultsOf(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});

test('the dialog Commit & Push', async () => {
  const button = page.getByRole('button', { name: 'Commit & Push' });
  await button.click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('checkbox', { name: 'Line 1' }).waitFor();
  await expect(dialog.getByRole('textbox', { name: 'Commit message' })).toBeFocused();
  expect(await faultsOf(page)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(button).toBeFocused();
});

const fromMenus: { button: RegExp; item: string }[] = [
  { button: /^More git actions/, item: 'Re-Clone' },
  { button: /^More git actions/, item: 'Disconnect repository' },
  { button: /^Add to files/, item: 'New file' },
  { button: /^Add to files/, item: 'Connect a GitLab repository' },
];
for (const { button, item } of fromMenus)
  test(`the dialog ${item}, opened from a menu with the keyboard`, async () => {
    const opener = page.getByRole('button', { name: button });
    await opener.focus();
    await page.keyboard.press('Enter');
    const choice = page.getByRole('menuitem', { name: item });
    await choice.waitFor();
    await choice.press('Enter');
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Cancel' }).waitFor();
    expect(await faultsOf(page)).toEqual([]);
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
    await expect(opener).toBeFocused();
  });

const pages: [address: string, heading: string][] = [
  ['projects', 'Projects'],
  ['integrations', 'Integrations'],
  ['settings/account', 'Account Settings'],
  ['settings/appearance', 'Appearance'],
  ['settings/general', 'General'],
  ['settings/members', 'Members'],
  ['settings/repositories', 'Connected GitLab repositories'],
  ['settings/instances', 'GitLab instances'],
  ['settings/connection-health', 'Connection health'],
  ['settings/audit-log', 'Audit log'],
];
for (const [address, heading] of pages)
  test(`the page ${heading}`, async ({ world }) => {
    await page.goto(`${world.notelab.url}/w/${world.workspaceId}/${address}`);
    await page.getByRole('heading', { name: heading, exact: true }).waitFor();
    await expect(page.getByRole('status', { name: 'Loading' })).toHaveCount(0);
    expect(await faultsOf(page)).toEqual([]);
  });
