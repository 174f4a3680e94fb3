import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createWorld, type SelfManagedGitLab, startSelfManagedGitLab, type World } from '@notelab/dev-env';
import { expect, type Page, test } from '@playwright/test';
import { faultsOf } from './faults-of.ts';
import { addLine, openAt } from './people.ts';
import { registerApplication } from './register-application.ts';
import { askGitLab } from './world.ts';

/** docs/connecting-gitlab.md: a company's own GitLab, below a path, with a certificate of the company's own authority. */
test.describe.configure({ mode: 'serial' });

let world: World;
let company: SelfManagedGitLab;
let folder: string;
let page: Page;

test.beforeAll(async ({ browser }) => {
  folder = await mkdtemp(join(tmpdir(), 'notelab-company-'));
  [world, company] = await Promise.all([
    createWorld({ config: { allowPrivateGitLab: true } }),
    startSelfManagedGitLab(folder),
  ]);
  page = await openAt(browser, world.notelab.url, 'admin@example.com', { ignoreHTTPSErrors: true });
});
test.afterAll(async () => {
  await page?.context().close();
  await company?.close();
  await world?.close();
  await rm(folder, { recursive: true, force: true });
});

test('the admin is told whose certificate it is, and enters that authority', async () => {
  await page.getByRole('link', { name: 'Settings' }).click();
  await page.getByRole('link', { name: 'GitLab instances' }).click();
  await page.getByRole('button', { name: 'Add instance' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Your own GitLab').click();
  await dialog.getByLabel('Address', { exact: true }).fill(company.url);
  await dialog.getByLabel('Name').fill('Acme GitLab');
  await dialog.getByRole('button', { name: 'Test connection', exact: true }).click();
  await expect(dialog.getByText('issued by Acme authority, which this server does not trust')).toBeVisible();
  await expect(dialog.getByText('This does not work yet.')).toBeVisible();
  expect(await faultsOf(page)).toEqual([]);

  await dialog.getByRole('button', { name: 'Certificate authority and proxy' }).click();
  await dialog.getByLabel('Certificate authority', { exact: true }).fill(company.authority.pem);
  await dialog.getByRole('button', { name: 'Test connection', exact: true }).click();
  await expect(dialog.getByText('So far all is well.')).toBeVisible();
});

test('registers the application there, tests it, and adds the instance', async () => {
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Continue' }).click();
  const { id, secret } = await registerApplication(dialog);

  await dialog.getByRole('button', { name: 'Continue' }).click();
  await dialog.getByLabel('Application id').fill(id);
  await dialog.getByLabel('Secret', { exact: true }).fill(secret);
  await dialog.getByRole('button', { name: 'Continue' }).click();
  await dialog.getByRole('button', { name: 'Test connection', exact: true }).click();
  await expect(dialog.getByText('All is well.', { exact: true })).toBeVisible();
  expect(await faultsOf(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Add instance' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('Acme GitLab', { exact: true })).toBeVisible();
});

test('connects an account there, beside the other instance', async () => {
  await page.getByRole('link', { name: 'Account', exact: true }).click();
  const card = page.getByRole('article', { name: 'GitLab account on Acme GitLab' });
  await card.getByRole('button', { name: 'Connect GitLab account' }).click();
  await page.getByRole('button', { name: 'Authorize Notelab' }).click();
  await expect(card.getByText('@maintainer', { exact: true })).toBeVisible();
});

test('connects a repository, makes an integration and a project of it', async () => {
  await page.getByRole('link', { name: 'Connected GitLab repositories' }).click();
  await page.getByRole('button', { name: 'Connect repositories' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('acme/analytics').click();
  await dialog.getByRole('button', { name: 'Save changes' }).click();
  await expect(dialog).toBeHidden();

  await page.getByRole('link', { name: 'Integrations' }).click();
  await page.getByRole('button', { name: 'Add integration' }).first().click();
  await page.getByRole('menuitem', { name: 'GitLab' }).click();
  await dialog.getByRole('button', { name: 'Repository' }).click();
  await page.getByRole('option', { name: /acme\/analytics/ }).click();
  await dialog.getByRole('button', { name: 'Create integration' }).click();
  await expect(dialog).toBeHidden();

  await page.getByRole('link', { name: 'Projects' }).click();
  await page.getByRole('button', { name: 'New project' }).first().click();
  await page.getByLabel('Project name').fill('At Acme');
  await dialog.getByRole('button', { name: /Create/ }).click();
  await page.getByRole('button', { name: 'Add to files' }).click();
  await page.getByRole('menuitem', { name: 'Connect a GitLab repository' }).click();
  await dialog.getByRole('button', { name: /^Connect Analytics/ }).click();
  await expect(page.getByRole('button', { name: 'Current branch' })).toContainText('main');
});

test('pushes a commit', async () => {
  await page.getByRole('treeitem', { name: /^analytics/ }).click();
  await addLine(page, /README\.md/, 'Changed at Acme.');
  await page.getByRole('button', { name: 'Commit & Push' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Commit message' }).fill('Say where it was changed');
  await dialog.getByRole('button', { name: 'Commit & Push' }).click();
  await expect(dialog).toBeHidden();
  const acme = { ...world, sandbox: company.sandbox };
  const log = await askGitLab(acme, 'acme/analytics', 'log', '-1', '--format=%an: %s', 'main');
  expect(log.trim()).toBe('Mara Maintainer: Say where it was changed');
});
