import { type Browser, type BrowserContextOptions, expect, type Page } from '@playwright/test';
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

/** A browser of their own that was signed in before, at an address of Notelab. */
export async function openAt(
  browser: Browser,
  url: string,
  email: string,
  options: BrowserContextOptions = {},
): Promise<Page> {
  const context = await browser.newContext(options);
  const { origin } = new URL(url);
  const data = { email, password };
  const reply = await context.request.post(`${origin}/api/sign-in`, { data, headers: { origin } });
  expect(reply.ok()).toBe(true);
  const page = await context.newPage();
  await page.goto(url);
  return page;
}

/** What follows the click on “Connect GitLab account” the first time: the sandbox's sign-in and consent. */
export async function authorizeOnGitLab(page: Page, username: string): Promise<void> {
  await signInToGitLab(page, username);
  await expect(page.getByRole('heading', { name: 'Authorize Notelab to use your account?' })).toBeVisible();
  await page.getByRole('button', { name: 'Authorize Notelab' }).click();
}

/** The same where others may have come before: GitLab asks nobody twice for their consent. */
export async function authorizeAgainOnGitLab(page: Page, username: string): Promise<void> {
  await page.getByLabel('Username or primary email').waitFor();
  const { origin } = new URL(page.url());
  await signInToGitLab(page, username);
  const consent = page.getByRole('button', { name: 'Authorize Notelab' });
  const isBack = page.waitForURL((url) => url.origin !== origin).then(() => true);
  const asks = consent.waitFor().then(() => false);
  if (!(await Promise.race([isBack, asks]))) await consent.click();
  asks.catch(() => {});
  await isBack;
}

/** Fills the sandbox's sign-in page. */
export async function signInToGitLab(page: Page, username: string): Promise<void> {
  await page.getByLabel('Username or primary email').fill(username);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}

/** Adds a line to the end of a file of the tree, in the editor, and saves it. */
export async function addLine(page: Page, file: RegExp, line: string): Promise<void> {
  await page.getByRole('treeitem', { name: file }).click();
  await page.locator('.cm-content').first().click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(`\n${line}`);
  await page.keyboard.press('Control+s');
  await expect(page.getByRole('button', { name: 'Save', exact: true })).toBeDisabled();
}
