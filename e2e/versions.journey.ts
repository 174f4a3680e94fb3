import { createNotebook, createProject } from '@notelab/contract';
import { changeText, liveBlocks, orderedIds, sourceOf } from '@notelab/notebook/live';
import { expect, type Page } from '@playwright/test';
import { openAt } from './people.ts';
import { projectUrl, test } from './world.ts';

/** A notebook is kept as it is, changed, brought back, and the bringing back is undone. */
test.describe.configure({ mode: 'serial' });

let page: Page;
let write: (text: string) => Promise<void>;

test.beforeAll(async ({ browser, world, admin }) => {
  const { workspaceId, notelab } = world;
  const project = await admin.call(createProject, { params: { workspaceId }, body: { name: 'Versions' } });
  const params = { projectId: project.id };
  const { id } = await admin.call(createNotebook, { params, body: { name: 'Sales' } });
  write = (text) =>
    notelab.context.liveNotebooks.change(id, (doc) =>
      changeText(sourceOf(liveBlocks(doc).get(orderedIds(doc)[0]!)!)!, text),
    );
  await write('total = sum(sales)');
  page = await openAt(browser, projectUrl(world, project), 'admin@example.com');
});
test.afterAll(() => page?.context().close());

test('a version is saved under a name', async () => {
  await page.getByRole('tab', { name: 'Version history' }).click();
  await expect(page.getByText('No versions yet')).toBeVisible();
  await page.getByRole('button', { name: 'Save version' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Name').fill('Before the review');
  await dialog.getByRole('button', { name: 'Save version' }).click();
  await expect(page.getByRole('list', { name: 'Versions' }).getByRole('listitem')).toHaveCount(1);
});

test('it shows block by block what changed since, and brings it back', async () => {
  await write('total = max(sales)');
  await page.getByRole('button', { name: /^Before the review/ }).click();
  const block = page.getByRole('region', { name: 'code, changed since' });
  await expect(block).toContainText('sum(sales)');
  await expect(block).toContainText('max(sales)');
  await page.getByRole('button', { name: 'Restore this notebook' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Restore', exact: true }).click();
  await expect(page.getByText('The same as now.')).toBeVisible();
});

test('what was there before is a version, too, from which one block is brought back', async () => {
  await page.getByRole('button', { name: /^Before restoring/ }).click();
  await expect(page.getByRole('region', { name: 'code, changed since' })).toContainText('max(sales)');
  await page.getByRole('button', { name: 'Restore this block' }).click();
  await expect(page.getByText('The same as now.')).toBeVisible();
  await page.getByRole('list', { name: 'Notebooks' }).getByText('Sales').click();
  await expect(page.getByRole('tabpanel', { name: 'Sales' })).toContainText('max(sales)');
});
