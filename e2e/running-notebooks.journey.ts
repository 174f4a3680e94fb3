import { createNotebook, createProject } from '@notelab/contract';
import { expect, type Page } from '@playwright/test';
import { faultsOf } from './faults-of.ts';
import { openAt } from './people.ts';
import { projectUrl, test } from './world.ts';

const rich = `from IPython.display import HTML, SVG, display
print("seen by", "everybody")
picture = '<svg xmlns="http://www.w3.org/2000/svg"'
display(SVG(picture + ' width="9" height="9"/>'))
display(HTML("<table><td>0.42</td></table>"))`;

test('blocks run one after the other, and everybody sees at once what they print', async ({
  browser,
  world,
  admin,
}) => {
  const project = await admin.call(createProject, {
    params: { workspaceId: world.workspaceId },
    body: { name: 'Run' },
  });
  const notebook = await admin.call(createNotebook, {
    params: { projectId: project.id },
    body: { name: 'Churn' },
  });
  const open = async (who: string) => {
    const page = await openAt(browser, projectUrl(world, project), `${who}@example.com`);
    await page.locator(`[data-notebook-id="${notebook.id}"]`).click();
    return { page, view: page.getByRole('region', { name: 'Notebook Churn' }) };
  };
  const { page, view } = await open('editor');
  const viewer = await open('viewer');
  const block = (index: number) => view.getByRole('article').nth(index);
  const addBlock = page.getByRole('button', { name: 'Add code at the end' });
  const kernel = page.getByRole('button', { name: /^Kernel/ });

  // Keys are faster than a kernel that starts: what was asked for waits its turn.
  await view.locator('.cm-content').first().click();
  await runTyped(page, rich);
  await runTyped(page, 'while True: print("on", "and on")');
  await expect(block(1).getByText(/^queued \d/)).toBeVisible();
  for (const seen of [view, viewer.view]) {
    await expect(seen.getByText('seen by everybody')).toBeVisible();
    await expect(seen.getByRole('cell', { name: '0.42' })).toBeVisible();
    await expect(seen.getByRole('img', { name: 'Output' })).toBeVisible();
    await expect(seen.getByText('on and on').first()).toBeVisible();
  }
  await expect(viewer.page.getByRole('button', { name: /^(Run|Interrupt|Restart)/ })).toHaveCount(0);
  await expect(kernel).toHaveAccessibleName(/Busy/);
  await page.getByRole('button', { name: 'Interrupt' }).first().click();
  await expect(block(1).getByText('KeyboardInterrupt').first()).toBeVisible();
  await expect(kernel).toHaveAccessibleName(/Idle\s*Python 3/);

  // A block that asks, one that fails, and one that is not run because of it.
  await view.locator('.cm-content').last().click();
  await page.keyboard.insertText('name = input("Who is there? ")\nprint("Hello", name)');
  for (const code of ['1 / 0', 'print("never")']) {
    for (const key of ['Escape', 'b', 'Enter']) await page.keyboard.press(key);
    await page.keyboard.insertText(code);
  }
  await block(2).hover();
  await block(2).getByRole('button', { name: 'More for this block' }).click();
  await page.getByRole('menuitem', { name: 'Run this and below' }).click();
  await expect(viewer.view.getByText('The block waits for an answer')).toBeVisible();
  await page.getByLabel('Who is there?').fill('Ann');
  await page.keyboard.press('Enter');
  await expect(viewer.view.getByText('Hello Ann')).toBeVisible();
  await expect(block(3).getByText('ZeroDivisionError: division by zero')).toBeVisible();
  await expect(block(3).getByText('1 block that waited was not run')).toBeVisible();
  expect(await faultsOf(page)).toEqual([]);

  // The kernel, and what was printed, are not the page's.
  await page.reload();
  await expect(view.getByText('Hello Ann')).toBeVisible();
  await addBlock.click();
  await page.keyboard.insertText('na');
  await page.keyboard.press('Tab');
  await page.getByRole('option', { name: /^name/ }).click();
  await page.keyboard.insertText('.upper()');
  await page.keyboard.press('Shift+Enter');
  await expect(viewer.view.getByText("'ANN'")).toBeVisible();
});

/** Writes a block, and goes on to the next one, as people do. */
async function runTyped(page: Page, code: string): Promise<void> {
  await page.keyboard.insertText(code);
  await page.keyboard.press('Shift+Enter');
}
