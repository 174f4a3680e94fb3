import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, type Locator } from '@playwright/test';
import { openAt } from './people.ts';
import { copyRepository, openProjectWith, test } from './world.ts';

/** Without touching `sys.path`, which the notebook of the repository does: Notelab finds the package by itself. */
const setUp = `import churn
from pathlib import Path
root = Path(churn.__file__).parents[1]`;

test('a notebook of a repository runs with the private package beside it, both are changed and pushed', async ({
  browser,
  world,
  admin,
}) => {
  const path = 'acme/churn-study';
  await copyRepository(world, 'acme/analytics', path);
  const { url } = await openProjectWith(world, admin, { name: 'Churn study', path });
  const page = await openAt(browser, url, 'admin@example.com');

  // From the file on GitLab to a live notebook.
  await page.getByRole('treeitem', { name: /^churn-study/ }).click();
  await page.getByRole('treeitem', { name: /^explore\.ipynb/ }).click();
  await page.getByRole('button', { name: 'Move to Notebooks' }).click();
  const view = page.getByRole('region', { name: 'Notebook explore', exact: true });
  const block = (index: number) => view.getByRole('article').nth(index);
  await write(block(1), setUp);
  await page.getByRole('button', { name: 'Run all' }).click();
  await expect(block(4).getByText(/^struggling {3}51\.4%/m)).toBeVisible();
  await expect(page.getByRole('button', { name: /^Kernel/ })).toHaveAccessibleName(/Idle/);

  // The package is developed beside it; the next run has it.
  await page.getByRole('treeitem', { name: /^churn$/ }).click();
  await page.getByRole('treeitem', { name: /^segments\.py/ }).click();
  const file = page.getByRole('textbox', { name: 'churn-study/churn/segments.py' });
  await file.getByText('"struggling"').dblclick();
  await page.keyboard.insertText('unhappy');
  await page.keyboard.press('Control+s');
  await expect(page.getByText('Not saved')).toBeHidden();
  await page.getByRole('tab', { name: 'explore', exact: true }).click();
  await page.getByRole('button', { name: 'Run all' }).click();
  await expect(block(4).getByText(/^unhappy {6}51\.4%/m)).toBeVisible();
  await expect(block(4).getByText('struggling')).toHaveCount(0);

  // Both go to GitLab.
  await page.getByRole('button', { name: 'Write back to file' }).click();
  await expect(page.getByRole('region', { name: 'Source file' }).getByText('In step')).toBeVisible();
  await page.getByRole('button', { name: 'Commit & Push' }).first().click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('segments.py').first()).toBeVisible();
  await expect(dialog.getByText('explore.ipynb').first()).toBeVisible();
  await dialog.getByRole('textbox', { name: 'Commit message' }).fill('Say unhappy');
  await dialog.getByRole('button', { name: 'Commit & Push' }).click();
  await expect(dialog).toBeHidden();
  const onGitLab = async (name: string) => {
    const gitDir = `--git-dir=${world.sandbox.repositoryDir(path)}`;
    return (await promisify(execFile)('git', [gitDir, 'show', `main:${name}`])).stdout;
  };
  await expect.poll(() => onGitLab('churn/segments.py')).toContain('return "unhappy"');
  const notebook = await onGitLab('explore.ipynb');
  expect(notebook).toContain('import churn');
  expect(notebook).not.toContain('sys.path.insert');
});

/** Puts a text in the place of a block's own. */
async function write(block: Locator, text: string): Promise<void> {
  await block.locator('.cm-content, pre').first().click();
  await expect(block.locator('.cm-content')).toBeFocused();
  const { keyboard } = block.page();
  await keyboard.press('Control+a');
  await keyboard.insertText(text);
}
