import { expect, type Page, test } from '@playwright/test';
import { emptyNotelab, sampleNotelab } from './addresses.ts';
import { registerApplication } from './register-application.ts';

/** From an empty installation to the first teammate. */
test.describe.configure({ mode: 'serial' });

let page: Page;
let invitation: string;

test.beforeAll(async ({ browser }) => {
  page = await (await browser.newContext()).newPage();
});
test.afterAll(() => page?.context().close());

test('an empty Notelab waits for its first admin, who names the workspace', async () => {
  await page.goto(emptyNotelab.url);
  await expect(page.getByRole('heading', { name: 'Set up Notelab' })).toBeVisible();
  await page.getByLabel('Workspace name').fill('Weather');
  await page.getByLabel('Your name').fill('Ada');
  await page.getByLabel('E-mail').fill('ada@example.com');
  await page.getByLabel('Password', { exact: true }).fill('a long password');
  await page.getByRole('button', { name: 'Create workspace' }).click();
  await expect(page.getByRole('heading', { name: 'Projects' })).toBeVisible();
  await expect(page.getByText('Weather')).toBeVisible();
  await expect(page.getByText('No projects yet')).toBeVisible();
});

test('the admin makes an application on GitLab and adds the instance', async () => {
  await page.getByRole('link', { name: 'Settings' }).click();
  const settings = page.getByRole('navigation', { name: 'Settings' });
  await settings.getByRole('link', { name: 'GitLab instances' }).click();
  await page.getByRole('button', { name: 'Add instance' }).first().click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText('Your own GitLab').click();
  await dialog.getByLabel('Address', { exact: true }).fill(sampleNotelab.sandboxUrl);
  await dialog.getByLabel('Name').fill('Company GitLab');
  await dialog.getByRole('button', { name: 'Continue' }).click();
  const { id, secret } = await registerApplication(dialog);

  await dialog.getByRole('button', { name: 'Continue' }).click();
  await dialog.getByLabel('Application id').fill(id);
  await dialog.getByLabel('Secret', { exact: true }).fill('not the secret');
  await dialog.getByRole('button', { name: 'Continue' }).click();
  await dialog.getByRole('button', { name: 'Add instance' }).click();
  await expect(
    dialog.getByText('GitLab does not accept this application ID with this secret.'),
  ).toBeVisible();
  await dialog.getByLabel('Secret', { exact: true }).fill(secret);
  await dialog.getByRole('button', { name: 'Continue' }).click();
  await dialog.getByRole('button', { name: 'Add instance' }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByText('Company GitLab', { exact: true })).toBeVisible();
});

test('the admin connects their account on it', async () => {
  await page.getByRole('link', { name: 'Account', exact: true }).click();
  await page.getByRole('button', { name: 'Connect GitLab account' }).click();
  await page.getByRole('button', { name: 'Authorize Notelab' }).click();
  await expect(page.getByText('@maintainer', { exact: true })).toBeVisible();
});

test('the admin invites somebody by a link', async () => {
  await page.getByRole('link', { name: 'Members' }).click();
  await page.getByRole('button', { name: 'Create invitation link' }).click();
  invitation = await page.getByRole('textbox', { name: 'Invitation link' }).inputValue();
  await expect(page.getByText('Link for an editor')).toBeVisible();
});

test('they join with it once, and see their role', async ({ browser }) => {
  const other = await (await browser.newContext()).newPage();
  await other.goto(invitation);
  await expect(other.getByRole('heading', { name: 'Join Weather' })).toBeVisible();
  await expect(other.getByText('Ada invites you to this workspace as an editor.')).toBeVisible();
  await other.getByLabel('Your name').fill('Bob');
  await other.getByLabel('E-mail').fill('bob@example.com');
  await other.getByLabel('Password', { exact: true }).fill('another password');
  await other.getByRole('button', { name: 'Create account and join' }).click();
  await expect(other.getByRole('heading', { name: 'Projects' })).toBeVisible();
  await other.getByRole('link', { name: 'Settings' }).click();
  await expect(other.getByText('editor of Weather')).toBeVisible();
  await expect(other.getByRole('link', { name: 'Audit log' })).toHaveCount(0);

  await expect(page.getByText('bob@example.com')).toBeVisible();
  await expect(page.getByText('Link for an editor')).toHaveCount(0);
  await other.goto(invitation);
  await expect(other.getByText('This invitation no longer works')).toBeVisible();
  await other.context().close();
});
