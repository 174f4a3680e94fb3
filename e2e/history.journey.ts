import { commitAndPush, createFile, writeFile } from '@notelab/contract';
import { waitForOperation } from '@notelab/dev-env';
import { expect } from '@playwright/test';
import { openAt } from './people.ts';
import { copyRepository, openProjectWith, test } from './world.ts';

const path = 'acme/seen';

const hostile =
  '<img src="x" onerror="document.title = \'run\'"><script>document.title = "run"</script><iframe src="/"></iframe>';
const notebook = (churn: number) =>
  JSON.stringify({
    cells: [
      {
        cell_type: 'code',
        id: 'table',
        metadata: {},
        execution_count: churn,
        source: 'customers.head()',
        outputs: [
          {
            output_type: 'display_data',
            metadata: {},
            data: { 'text/html': `<table><tr><th>churn</th><td>0.${churn}</td></tr></table>${hostile}` },
          },
        ],
      },
    ],
    metadata: {},
    nbformat: 4,
    nbformat_minor: 5,
  });

test('who looks into the history finds what a commit changed, and what changed since', async ({
  browser,
  world,
  admin,
}) => {
  await copyRepository(world, 'acme/analytics', path);
  const { project, checkout, url } = await openProjectWith(world, admin, { name: 'Seen', path });
  const params = { projectId: project.id };
  const file = 'seen/table.ipynb';
  await admin.call(createFile, { params, body: { path: file, kind: 'file' } });
  const write = (text: string) => admin.call(writeFile, { params, body: { path: file, text, etag: null } });
  await write(notebook(42));
  const committed = await admin.call(commitAndPush, {
    params: { checkoutId: checkout.id },
    body: { message: 'Look at customers\n\nOne table, for a start.', paths: ['table.ipynb'] },
  });
  expect((await waitForOperation(admin, committed)).status).toBe('done');
  await write(notebook(43));

  const page = await openAt(browser, url, 'viewer@example.com');
  const panel = page.getByRole('complementary', { name: 'Git' });
  await panel.getByRole('button', { name: 'History' }).click();
  const commits = page.getByRole('listbox', { name: 'Commits' });
  await expect(commits.getByRole('option', { selected: true })).toHaveCount(0);
  await commits.getByRole('option', { name: /Look at customers/ }).click();
  const selected = page.getByRole('region', { name: 'Selected commit' });
  await expect(selected).toContainText('One table, for a start.');
  await expect(selected.getByRole('button', { name: 'table.ipynb, added' })).toBeVisible();

  await commits.focus();
  await page.keyboard.press('ArrowDown');
  await expect(selected).not.toContainText('One table');
  // The only file of a commit is unfolded already.
  await expect(selected.locator('.cm-content').first()).toBeVisible();

  await page.getByRole('textbox', { name: 'Search commits' }).fill('ONE TABLE');
  await expect(commits.getByRole('option')).toHaveCount(1);

  await panel.getByRole('button', { name: 'table.ipynb, modified' }).click();
  await page.getByRole('button', { name: 'Outputs changed' }).click();
  await expect(page.getByRole('cell', { name: '0.42' })).toBeVisible();
  await expect(page.getByRole('cell', { name: '0.43' })).toBeVisible();
  await expect(page.locator('[role=tabpanel] :is(iframe, [onerror], script)')).toHaveCount(0);
  await expect(page).not.toHaveTitle('run');
  await page.context().close();
});
