import { createFile } from '@notelab/contract';
import { expect } from '@playwright/test';
import { openAt } from './people.ts';
import { copyRepository, openProjectWith, test } from './world.ts';

test('work that a re-clone took out of the folder comes back from its recovery point', async ({
  browser,
  world,
  admin,
}) => {
  const path = 'acme/recovery';
  await copyRepository(world, 'acme/analytics', path);
  await world.signInLinked('editor', 'developer');
  const { project, url } = await openProjectWith(world, admin, { name: 'Recovery', path });
  const params = { projectId: project.id };
  const page = await openAt(browser, url, 'editor@example.com');
  const editor = page.locator('.cm-content').first();
  await page.getByRole('treeitem', { name: /^recovery/ }).click();
  await page.getByRole('treeitem', { name: /README\.md/ }).click();
  await editor.click();
  await page.keyboard.press('Control+End');
  // Not saved: that is done before git gets to the files.
  await page.keyboard.type('\nOnly here so far.');
  await admin.call(createFile, { params, body: { path: 'recovery/idea.txt', kind: 'file' } });

  await page.getByRole('button', { name: /^More git actions/ }).click();
  await page.getByRole('menuitem', { name: 'Re-Clone' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('kept as a recovery point');
  await expect(dialog.getByRole('listitem')).toHaveText(['README.md', 'idea.txt']);
  await dialog.getByRole('button', { name: 'Re-Clone' }).click();
  await expect(editor).not.toContainText('Only here so far.');

  const points = page.getByRole('region', { name: 'Recovery points' });
  await expect(points).toContainText('Before the re-clone · 2 files');
  await points.getByRole('button', { name: 'Show all' }).click();
  await dialog.getByRole('button', { name: /^Before the re-clone/ }).click();
  await expect(dialog.getByRole('list', { name: 'What it holds' })).toContainText('idea.txt (new)');
  await dialog.getByRole('button', { name: 'Restore' }).click();
  await expect(editor).toContainText('Only here so far.');
  await expect(page.getByRole('button', { name: 'README.md, modified' })).toBeVisible();
  await expect(page.getByRole('button', { name: /idea\.txt/ })).toBeVisible();
  await expect(points).toContainText('Before bringing an earlier state back');
  await page.context().close();
});
