import { createFile, createProject, type Project, readFile, writeFile } from '@notelab/contract';
import type { Client } from '@notelab/dev-env';
import { expect, type Page } from '@playwright/test';
import { faultsOf } from './faults-of.ts';
import { openAt } from './people.ts';
import { projectUrl, test } from './world.ts';

/** A notebook as Jupyter writes it: texts that begin with # are Markdown, the others code. */
function ipynb(...sources: string[]): string {
  const cells = sources.map((source, index) => ({
    cell_type: source.startsWith('#') ? 'markdown' : 'code',
    id: `cell-${index}`,
    metadata: {},
    ...(source.startsWith('#') ? {} : { execution_count: null, outputs: [] }),
    source: source.split(/(?<=\n)/),
  }));
  const metadata = { kernelspec: { display_name: 'Python 3', language: 'python', name: 'python3' } };
  return `${JSON.stringify({ cells, metadata, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`;
}

async function putFile(admin: Client, { id: projectId }: Project, path: string, text: string): Promise<void> {
  const params = { projectId };
  const present = await admin.call(readFile, { params, query: { path } }).catch(() => null);
  if (!present) await admin.call(createFile, { params, body: { path, kind: 'file' } });
  await admin.call(writeFile, { params, body: { path, text, etag: present?.etag ?? null } });
}

const listed = (page: Page) => page.getByRole('list', { name: 'Notebooks' }).locator('[data-notebook-id]');
const row = (page: Page, name: string) => listed(page).filter({ hasText: name });

/** By the mouse, as a person drags: the browser makes the events itself. */
async function drag(page: Page, what: string, to: { x: number; y: number }): Promise<void> {
  const box = (await page.getByRole('treeitem', { name: what }).boundingBox())!;
  await page.mouse.move(box.x + 60, box.y + 12);
  await page.mouse.down();
  await page.mouse.move(box.x + 66, box.y + 4);
  await page.mouse.move(to.x, to.y, { steps: 4 });
}

test('notebooks come from files, are put in order, and go back to files', async ({
  browser,
  world,
  admin,
}) => {
  const project = await admin.call(createProject, {
    params: { workspaceId: world.workspaceId },
    body: { name: 'Notebooks and files' },
  });
  const params = { projectId: project.id };
  await admin.call(createFile, { params, body: { path: 'models', kind: 'folder' } });
  await putFile(admin, project, 'explore.ipynb', ipynb('# Explore', 'df = load()', 'df.head()'));
  await putFile(admin, project, 'models/model.ipynb', ipynb('# Model', 'fit(df)'));
  await putFile(admin, project, 'models/broken.ipynb', '{"cells": [');
  const page = await openAt(browser, projectUrl(world, project), 'admin@example.com');

  // From a file by its button, from a folder by dragging it.
  await page.getByRole('treeitem', { name: 'explore.ipynb' }).click();
  await page.getByRole('button', { name: 'Move to Notebooks' }).click();
  const notebook = page.getByRole('region', { name: 'Notebook explore', exact: true });
  await expect(notebook.getByRole('heading', { name: 'Explore' })).toBeVisible();
  const source = page.getByRole('region', { name: 'Source file' });
  await expect(source.getByText('In step')).toBeVisible();
  const title = (await page.getByRole('heading', { name: 'Notebooks', exact: true }).boundingBox())!;
  await drag(page, 'models', { x: title.x + 30, y: title.y + 30 });
  await expect(page.locator('[data-drop="over"]')).toBeVisible();
  await page.mouse.up();
  await expect(row(page, 'model')).toBeVisible();
  await page.getByRole('button', { name: 'Show details' }).click();
  await expect(page.getByRole('dialog').getByText('models/broken.ipynb')).toBeVisible();
  await expect(page.getByRole('dialog').getByText(/ends too early/)).toBeVisible();
  expect(await faultsOf(page, '[role="dialog"]')).toEqual([]);
  await page.getByRole('dialog').getByRole('button', { name: 'Close', exact: true }).last().click();
  await page.getByRole('button', { name: 'Dismiss' }).click();

  // Names and order, by the keyboard.
  await row(page, 'model').focus();
  await page.keyboard.press('F2');
  await page.keyboard.type('1 · Model');
  await page.keyboard.press('Enter');
  await expect(row(page, '1 · Model')).toBeFocused();
  await page.keyboard.press('Alt+ArrowUp');
  await expect(listed(page)).toHaveText(['1 · Model', 'explore']);
  await page.keyboard.press('Delete');
  await expect(listed(page)).toHaveText(['explore']);
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect(listed(page)).toHaveText(['1 · Model', 'explore']);
  await page.reload();
  await expect(listed(page)).toHaveText(['1 · Model', 'explore']);

  // The file changes, as a pull would do it; the notebook follows when it is told to, and back.
  await row(page, 'explore').click();
  await putFile(admin, project, 'explore.ipynb', ipynb('# Explore', 'df = load("all")', 'df.head()'));
  await expect(source.getByText('The file changed')).toBeVisible();
  await expect(row(page, 'explore')).toHaveAccessibleName(/explore\.ipynb changed: 1 block/);
  await expect(notebook.getByText('df = load()')).toBeVisible();
  await source.getByRole('button', { name: 'Merge into notebook' }).click();
  await expect(notebook.getByText('df = load("all")')).toBeVisible();

  // All of a word at once, and back in one step; the search and the outline stand beside.
  await page.getByRole('button', { name: 'Outline' }).click();
  await notebook.getByRole('heading', { name: 'Explore' }).click();
  await page.keyboard.press('Control+h');
  await page.keyboard.type('df');
  const search = page.getByRole('search', { name: 'Find in notebook' });
  await expect(search.getByText('1 of 2')).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Outline' })).toContainText('Explore');
  expect(await faultsOf(page)).toEqual([]);
  await search.getByLabel('Replace with').fill('customers');
  await search.getByRole('button', { name: 'Replace all' }).click();
  await expect(search.getByText('2 replaced in 2 blocks')).toBeVisible();
  await expect(notebook.getByText('customers = load("all")')).toBeVisible();
  await page.keyboard.press('Escape');
  await page.keyboard.press('z');
  await expect(notebook.getByText('df = load("all")')).toBeVisible();
  await expect(notebook.getByText('df.head()')).toBeVisible();
  await page.keyboard.press('Shift+Z');
  await expect(notebook.getByText('customers.head()')).toBeVisible();
  await source.getByRole('button', { name: 'Write back to file' }).click();
  await expect(source.getByText('In step')).toBeVisible();
  const written = await admin.call(readFile, { params, query: { path: 'explore.ipynb' } });
  expect(written.text).toBe(ipynb('# Explore', 'customers = load("all")', 'customers.head()'));

  // Both change one block: nothing happens before somebody has decided.
  await notebook.getByText('customers.head()').click();
  await page.keyboard.press('End');
  await page.keyboard.type('  # mine');
  await expect(source.getByText('Notebook changed')).toBeVisible();
  await putFile(
    admin,
    project,
    'explore.ipynb',
    written.text!.replace('customers.head()', 'customers.tail()'),
  );
  await expect(source.getByText('Both changed')).toBeVisible();
  await source.getByRole('button', { name: 'Merge into notebook' }).click();
  const merge = page.getByRole('dialog');
  await expect(merge.getByText('0 of 1 block decided')).toBeVisible();
  expect(await faultsOf(page, '[role="dialog"]')).toEqual([]);
  await merge.getByRole('button', { name: 'File', exact: true }).click();
  await merge.getByRole('button', { name: 'Merge into notebook' }).click();
  await expect(notebook.getByText('customers.tail()')).toBeVisible();
  await expect(source.getByText('In step')).toBeVisible();

  // Elsewhere as another format; a file that is there is asked about.
  await row(page, 'explore').click({ button: 'right' });
  await page.getByRole('menuitem', { name: 'Export …' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Export', exact: true }).click();
  await expect(dialog.getByText('There is a file of this name already.')).toBeVisible();
  expect(await faultsOf(page, '[role="dialog"]')).toEqual([]);
  await dialog.getByText('Deepnote (.deepnote)').click();
  await expect(dialog.getByLabel('Path in the project')).toHaveValue('explore.deepnote');
  await dialog.getByRole('button', { name: 'Export', exact: true }).click();
  await expect(page.getByRole('treeitem', { name: 'explore.deepnote' })).toBeVisible();
});
