import { type Browser, expect, type Page } from '@playwright/test';
import { sampleNotelab } from './addresses.ts';

const password = 'notelab-demo';

/** A browser of their own, signed in to Notelab by hand. */
export async function openAs(browser: Browser, who: 'admin' | 'editor' | 'viewer'): Promise<Page> {
  const page = await (await browser.newContext()).newPage();
  await page.goto(`${sampleNotelab.url}/sign-in`);
  await page.getByLabel('E-mail').fill(`${who}@example.com`);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await expect(page.getByRole('heading', { name: 'Projects' })).toBeVisible();
  return page;
}

/** What follows the click on “Connect GitLab account”: the sandbox's sign-in and consent. */
export async function authorizeOnGitLab(page: Page, username: string): Promise<void> {
  await page.getByLabel('Username or primary email').fill(username);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await expect(page.getByRole('heading', { name: 'Authorize Notelab to use your account?' })).toBeVisible();
  await page.getByRole('button', { name: 'Authorize Notelab' }).click();
}
