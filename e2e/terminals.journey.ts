import { expect, type Page } from '@playwright/test';
import { authorizeAgainOnGitLab, openAt } from './people.ts';
import { copyRepository, invite, openProjectWith, test } from './world.ts';

/** Git in a terminal acts as who types there, and as nobody else. */
test.describe.configure({ mode: 'serial' });

const path = 'acme/in-a-terminal';
let owner: Page;
let other: Page;

test.beforeAll(async ({ browser, world, admin }) => {
  await copyRepository(world, 'acme/analytics', path);
  const { url } = await openProjectWith(world, admin, { name: 'With terminals', path });
  owner = await openAt(browser, url, await invite(world, admin, 'Tessa Terminal'));
  other = await openAt(browser, url, 'editor@example.com');
});
test.afterAll(async () => {
  await owner?.context().close();
  await other?.context().close();
});

/** What is to be seen of the terminal in front. Its lines follow each other without a break. */
const screenOf = (page: Page) => page.locator('.xterm-rows:visible');

async function enter(page: Page, line: string): Promise<void> {
  await page.locator('.xterm:visible').click();
  await page.keyboard.type(`${line}\n`);
}

test('a new terminal asks for the GitLab account, and is still there after connecting it', async () => {
  await owner.getByRole('button', { name: 'New terminal' }).click();
  await expect(screenOf(owner)).toContainText('project $');
  await expect(owner.getByText('private to you')).toBeVisible();
  await owner.keyboard.type('cd in-a-terminal\n');
  await expect(screenOf(owner)).toContainText('project/in-a-terminal $');
  await owner.getByRole('button', { name: 'Connect GitLab', exact: true }).click();
  await authorizeAgainOnGitLab(owner, 'developer');
  await expect(owner.getByText(/^git acts as @developer on localhost:\d+$/)).toBeVisible();
  await expect(screenOf(owner)).toContainText('project/in-a-terminal $');
});

test('what is done there shows at once, and a push arrives on GitLab under their own name', async ({
  world,
}) => {
  await enter(owner, 'echo "From a terminal." >> README.md');
  const change = owner.getByRole('button', { name: 'README.md, modified' });
  await expect(change).toBeVisible();
  await enter(owner, 'git commit -qam "Typed in a terminal" && git push');
  await expect(screenOf(owner)).toContainText(/main\s*->\s*main/);
  await expect(change).toHaveCount(0);
  const panel = owner.getByRole('complementary', { name: 'Git' });
  await expect(panel.getByText('Typed in a terminal')).toBeVisible();
  const gitlab = await owner.context().newPage();
  await gitlab.goto(`${world.sandbox.url}/${path}/-/commits/main`);
  await expect(gitlab.getByRole('listitem').filter({ hasText: 'Typed in a terminal' })).toContainText(
    'Dev Developer',
  );
  await gitlab.close();
});

test('a reload keeps the terminal, and what had been printed before can be searched', async () => {
  await enter(owner, 'echo "a line to come back to"; seq 1 100');
  await expect(screenOf(owner)).toContainText('100');
  await owner.reload();
  await expect(screenOf(owner)).toContainText('100');
  await expect(screenOf(owner)).not.toContainText('to come back to');
  await owner.locator('.xterm:visible').click();
  await owner.keyboard.press('Control+Shift+F');
  await owner.keyboard.type('to come back to');
  await expect(screenOf(owner)).toContainText('a line to come back to');
  await owner.keyboard.press('Escape');
});

test('who watches sees it live and types in vain', async () => {
  await expect(other.getByText('where git acts as you. Open one with +.')).toBeVisible();
  const row = other.getByRole('button', { name: /^Terminal 1 · Tessa Terminal/ });
  await expect(row).toHaveCount(0);
  await owner.getByRole('button', { name: 'Share to watch' }).click();
  await row.click();
  await expect(other.getByText('You are watching Tessa Terminal’s terminal')).toBeVisible();
  await expect(owner.getByText('Others can watch: Editor')).toBeVisible();
  await enter(owner, 'echo seen by $((1 + 1))');
  await expect(screenOf(other)).toContainText('seen by 2');
  await enter(other, 'echo typed by $((2 + 2))');
  await expect(other.getByText('You are watching: only Tessa Terminal types here.')).toBeVisible();
  await enter(owner, 'echo still only $((0 + 1))');
  await expect(screenOf(other)).toContainText('still only 1');
  await expect(screenOf(other)).not.toContainText('typed by');
});

test('while somebody else types, git has no access, and a push is refused with the reason', async () => {
  await owner.getByRole('button', { name: 'More for Terminal 1' }).click();
  await owner.getByRole('menuitem', { name: 'Let somebody else type' }).click();
  const dialog = owner.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Who types' }).click();
  await owner.getByRole('option', { name: /^Editor/ }).click();
  await dialog.getByRole('button', { name: 'Let Editor type' }).click();
  const rest = 'types. Git has no access in this terminal until';
  await expect(owner.getByText(`Editor ${rest} you take it back.`)).toBeVisible();
  await expect(
    other.getByText('You type. Git has no access in this terminal until Tessa Terminal takes it back.'),
  ).toBeVisible();
  await enter(other, 'clear; git push');
  await expect(screenOf(other)).toContainText(/no\s*access\s*to\s*GitLab\s*while\s*Editor\s*types/);
});

test('taken back, it is a fresh shell in which git acts as its owner again', async () => {
  await owner.getByRole('button', { name: 'Take back' }).click();
  const dialog = owner.getByRole('dialog');
  await expect(dialog).toContainText('nothing Editor left running can use your access');
  await dialog.getByRole('button', { name: 'Take back' }).click();
  await expect(owner.getByText('git acts as @developer')).toBeVisible();
  await enter(owner, 'clear; git -C in-a-terminal push');
  await expect(screenOf(owner)).toContainText('Everything up-to-date');
  await expect(other.getByText('You are watching Tessa Terminal’s terminal')).toBeVisible();
});

test('closed, it is gone for everybody', async () => {
  await owner.getByRole('tab', { name: 'Terminal 1' }).press('Delete');
  await owner.getByRole('dialog').getByRole('button', { name: 'Close terminal' }).click();
  await expect(owner.getByText('where git acts as you. Open one with +.')).toBeVisible();
  await expect(other.getByText(/You no longer see Tessa Terminal’s Terminal 1/)).toBeVisible();
});
