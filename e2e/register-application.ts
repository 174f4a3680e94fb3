import type { Locator } from '@playwright/test';
import { signInToGitLab } from './people.ts';

/** Follows the dialog's link to GitLab and registers Notelab there, as the dialog says. */
export async function registerApplication(dialog: Locator): Promise<{ id: string; secret: string }> {
  const page = dialog.page();
  const redirectAddress = await dialog.getByLabel('Redirect address', { exact: true }).inputValue();
  const [gitlab] = await Promise.all([
    page.context().waitForEvent('page'),
    dialog.getByRole('link', { name: /Edit profile/ }).click(),
  ]);
  await signInToGitLab(gitlab, 'maintainer');
  await gitlab.getByText('Add new application').click();
  await gitlab.getByLabel('Name').fill('Notelab');
  await gitlab.getByLabel('Redirect URI').fill(redirectAddress);
  await gitlab.getByRole('button', { name: 'Save application' }).click();
  const [id = '', secret = ''] = await gitlab.getByRole('status').locator('code').allInnerTexts();
  await gitlab.close();
  return { id, secret };
}
