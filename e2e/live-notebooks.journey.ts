import AxeBuilder from '@axe-core/playwright';
import { createNotebook, createProject, type NotebookId } from '@notelab/contract';
import { openNotebookPage, type World } from '@notelab/dev-env';
import { type Browser, expect, type Page } from '@playwright/test';
import { openAt } from './people.ts';
import { projectUrl, test } from './world.ts';

/** Two people write in one notebook, one of them with the keyboard alone, and a viewer looks on. */
test.describe.configure({ mode: 'serial' });

let notebookId: NotebookId;
let url: string;
let admin: Page;
let editor: Page;

test.beforeAll(async ({ browser, world, admin: client }) => {
  const { workspaceId } = world;
  const project = await client.call(createProject, { params: { workspaceId }, body: { name: 'Together' } });
  const params = { projectId: project.id };
  ({ id: notebookId } = await client.call(createNotebook, { params, body: { name: 'Churn' } }));
  url = projectUrl(world, project);
  admin = await openNotebook(browser, 'admin@example.com');
  editor = await openNotebook(browser, 'editor@example.com');
});
test.afterAll(() => Promise.all([admin?.context().close(), editor?.context().close()]));

async function openNotebook(browser: Browser, email: string): Promise<Page> {
  const page = await openAt(browser, url, email);
  await page.getByRole('button', { name: 'Churn', exact: true }).click();
  await expect(blocks(page).first()).toBeVisible();
  return page;
}

const blocks = (page: Page) => page.getByRole('region', { name: 'Notebook Churn' }).getByRole('article');
const text = (page: Page, index: number) => blocks(page).nth(index).locator('.cm-line');
const press = async (page: Page, ...keys: string[]) => {
  for (const key of keys) await page.keyboard.press(key);
};
/** The sources of all code, as the server has them. */
async function read(world: World): Promise<string[]> {
  const page = await openNotebookPage(await world.signIn('viewer'), notebookId);
  const sources = Object.entries(page.doc.getMap('blocks').toJSON() as Record<string, Record<string, string>>)
    .sort(([, one], [, other]) => (one.place! < other.place! ? -1 : 1))
    .map(([, { content }]) => content!);
  page.close();
  return sources;
}

test('both see what the other types, and where', async () => {
  await blocks(admin).first().locator('.cm-content, pre').first().click();
  await admin.keyboard.type('import pandas');
  await expect(text(editor, 0)).toContainText('import pandas');
  await expect(blocks(editor).first().getByText('Admin is here')).toBeVisible();
  await expect(editor.getByRole('list', { name: 'Also here' })).toHaveText('ADAdmin');

  await blocks(editor).first().locator('.cm-content').click();
  await press(editor, 'Control+End');
  await editor.keyboard.type(' as pd');
  await expect(text(admin, 0)).toContainText('import pandas as pd');
  await expect(blocks(admin).first().locator('.cm-otherCaret')).toHaveAttribute('data-name', 'Editor');
});

test('each undoes what is theirs', async () => {
  await press(admin, 'Control+z');
  await expect(text(admin, 0)).toHaveText(/^ as pd/);
  await press(admin, 'Control+Shift+Z');
  await expect(text(editor, 0)).toContainText('import pandas as pd');
});

test('the keyboard adds, writes, splits, joins, moves, deletes and undoes', async ({ world }) => {
  await press(admin, 'Escape', 'b', 'Enter');
  await admin.keyboard.type('x = 1\ny = 2');
  await press(admin, 'Home', 'Control+Shift+Minus');
  await expect(blocks(admin)).toHaveCount(3);
  await expect(text(admin, 2)).toHaveText('y = 2');
  await press(admin, 'Escape', 'Alt+ArrowUp');
  await expect(text(editor, 1)).toHaveText('y = 2');
  await press(admin, 'Shift+ArrowDown', 'Shift+M');
  await expect(text(admin, 1)).toHaveText(['y = 2', 'x = 1']);

  await press(admin, 'a', 'm', 'Enter');
  await admin.keyboard.type('# Features');
  await press(admin, 'Escape');
  await expect(editor.getByRole('heading', { name: 'Features' })).toBeVisible();
  await press(admin, 'd', 'd');
  await expect(blocks(editor)).toHaveCount(2);
  await press(admin, 'z');
  await expect(editor.getByRole('heading', { name: 'Features' })).toBeVisible();
  await expect(blocks(admin).nth(1)).toBeFocused();

  await press(admin, 'c', 'j', 'v');
  await expect(blocks(admin)).toHaveCount(4);
  await press(admin, 'd', 'd', 'k');
  await expect(admin.getByRole('status').filter({ hasText: 'Saved' })).toBeVisible();
  expect(await read(world)).toEqual(['import pandas as pd', '# Features', 'y = 2\nx = 1']);
});

test('what is typed offline is kept when the tab is closed, and merged with what others typed', async ({
  world,
}) => {
  const context = admin.context();
  await context.setOffline(true);
  await expect(admin.getByText(/You can go on: your edits are kept/)).toBeVisible();
  await blocks(admin).nth(2).locator('.cm-content').click();
  await press(admin, 'Control+Home');
  await admin.keyboard.type('# offline\n');
  await blocks(editor).nth(2).locator('.cm-content').click();
  await press(editor, 'Control+End');
  await editor.keyboard.type('\n# meanwhile');
  await expect(admin.getByText('# meanwhile')).toHaveCount(0);

  // As when the tab is closed against the browser's warning.
  await admin.close({ runBeforeUnload: false });
  await context.setOffline(false);
  admin = await context.newPage();
  await admin.goto(url);
  await admin.getByRole('button', { name: 'Churn', exact: true }).click();
  const merged = ['# offline', 'y = 2', 'x = 1', '# meanwhile'];
  await expect(text(admin, 2)).toHaveText(merged);
  await expect(text(editor, 2)).toHaveText(merged);
  await expect.poll(async () => (await read(world))[2]).toBe(merged.join('\n'));
  expect(
    await admin.evaluate(() => Object.keys(localStorage).filter((key) => key.includes('unsent'))),
  ).toEqual([]);
});

test('a viewer reads, is told why, and changes nothing', async ({ browser, world }) => {
  const before = await read(world);
  const viewer = await openNotebook(browser, 'viewer@example.com');
  await expect(viewer.getByText('You are a viewer here. Editors change and run notebooks.')).toBeVisible();
  await expect(viewer.getByRole('button', { name: /Add code/ })).toHaveCount(0);
  await blocks(viewer).first().locator('.cm-content').click();
  await viewer.keyboard.type('typed by a viewer');
  await blocks(viewer).nth(1).click();
  await press(viewer, 'd', 'd', 'b', 'm', 'Control+v', 'Delete', 'Alt+ArrowDown');
  await expect(blocks(viewer)).toHaveCount(3);
  await expect(viewer.getByText('typed by a viewer')).toHaveCount(0);

  const { violations } = await new AxeBuilder({ page: viewer }).include('#open-file').analyze();
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
  await viewer.context().close();
  expect(await read(world)).toEqual(before);
});

test('has no serious finding of axe while it is written in', async () => {
  await blocks(admin).first().locator('.cm-content').click();
  const { violations } = await new AxeBuilder({ page: admin }).include('#open-file').analyze();
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);
});
