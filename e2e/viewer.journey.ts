import { createBranch, createFile, readFile, writeFile } from '@notelab/contract';
import { expect, type Page } from '@playwright/test';
import { openAt } from './people.ts';
import { copyRepository, openProjectWith, test } from './world.ts';

/** A viewer sees everything, changes nothing, and is told why. */
test.describe.configure({ mode: 'serial' });

const path = 'acme/for-viewers';
let page: Page;
let opened: Awaited<ReturnType<typeof openProjectWith>>;

test.beforeAll(async ({ browser, world, admin }) => {
  await copyRepository(world, 'acme/analytics', path);
  opened = await openProjectWith(world, admin, { name: 'To look at', path });
  const params = { projectId: opened.project.id };
  const readme = 'for-viewers/README.md';
  const { text, etag } = await admin.call(readFile, { params, query: { path: readme } });
  await admin.call(writeFile, { params, body: { path: readme, text: `${text}\nA new line.\n`, etag } });
  page = await openAt(browser, opened.url, 'viewer@example.com');
});
test.afterAll(() => page?.context().close());

test('sees files, and cannot type into them', async () => {
  await page.getByRole('treeitem', { name: /^for-viewers/ }).click();
  await page.getByRole('treeitem', { name: /README\.md/ }).click();
  const editor = page.locator('.cm-content').first();
  await expect(editor).toContainText('A new line.');
  await expect(page.getByText('Read-only for viewers')).toBeVisible();
  await editor.click();
  await page.keyboard.type('typed by a viewer');
  await expect(editor).not.toContainText('typed by a viewer');
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Add to files' })).toHaveCount(0);
});

test('sees what has changed', async () => {
  await page.getByRole('button', { name: 'README.md, modified' }).click();
  await expect(page.getByLabel('After')).toContainText('A new line.');
  await expect(page.getByLabel('Before')).not.toContainText('A new line.');
});

test('sees the branches, and cannot change them', async () => {
  await page.getByRole('button', { name: 'Current branch' }).click();
  const branch = page.getByRole('option', { name: 'feature/churn-v2' });
  await expect(branch).toBeDisabled();
  await branch.click({ force: true });
  await expect(page.getByText('Viewers see the branches. Editors change and create them.')).toBeVisible();
  await expect(page.getByRole('button', { name: /Create branch/ })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('button', { name: 'Current branch' })).toContainText('main');
});

test('is told who can pull, commit and push', async () => {
  await expect(page.getByText('You are a viewer here. Editors pull, commit and push.')).toBeVisible();
  for (const name of ['Pull', 'Commit & Push', 'Connect GitLab account'])
    await expect(page.getByRole('button', { name })).toHaveCount(0);
});

test('sees what others did while the page was still being opened', async ({ admin }) => {
  let listen = () => {};
  const mayListen = new Promise<void>((resolve) => {
    listen = resolve;
  });
  await page.route('**/events', async (route) => {
    await mayListen;
    await route.continue();
  });
  await page.reload();
  await expect(page.getByRole('treeitem', { name: /^for-viewers/ })).toBeVisible();
  const params = { projectId: opened.project.id };
  await admin.call(createFile, { params, body: { path: 'made-meanwhile.md', kind: 'file' } });
  listen();
  await expect(page.getByRole('treeitem', { name: 'made-meanwhile.md' })).toBeVisible();
});

test('sees at once what others do, without loading the page again', async ({ admin }) => {
  const params = { projectId: opened.project.id };
  await admin.call(createFile, { params, body: { path: 'made-elsewhere.md', kind: 'file' } });
  await expect(page.getByRole('treeitem', { name: 'made-elsewhere.md' })).toBeVisible();
  await admin.call(createBranch, {
    params: { checkoutId: opened.checkout.id },
    body: { name: 'seen-live' },
  });
  await expect(page.getByRole('button', { name: 'Current branch' })).toContainText('seen-live');
  await expect(page.getByRole('treeitem', { name: 'for-viewers seen-live, repository' })).toBeVisible();
});
