import { AxeBuilder } from '@axe-core/playwright';
import { writeFile as writeProjectFile } from '@notelab/contract';
import type { World } from '@notelab/dev-env';
import { expect, type Page } from '@playwright/test';
import { openAt } from './people.ts';
import { askGitLab, copyRepository, openProjectWith, pushAsColleague, test } from './world.ts';

/** Two people change the same cell. Nobody needs a terminal, and nothing is lost on the way. */
test.describe.configure({ mode: 'serial' });

const path = 'acme/same-cell';
let page: Page;

const cell = (id: string, source: string) => ({
  cell_type: 'code',
  execution_count: 1,
  id,
  metadata: {},
  outputs: [],
  source: [source],
});
const notebook = (horizon: string, plot: string) =>
  `${JSON.stringify({ cells: [cell('a', horizon), cell('b', plot)], metadata: {}, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`;

const pushNotebook = (world: World, text: string) =>
  pushAsColleague(world, path, { file: 'churn.ipynb', text, message: 'Look at 90 days' });

const panel = () => page.getByRole('complementary', { name: 'Git' });
const conflict = () => page.getByRole('region', { name: 'Cell 1 of 1 to decide' });

test.beforeAll(async ({ browser, world, admin }) => {
  await copyRepository(world, 'acme/analytics', path);
  const editor = await world.signInLinked('editor', 'developer');
  await pushNotebook(world, notebook('days = 60', 'plot()'));
  const { project, url } = await openProjectWith(world, admin, { name: 'Same cell', path });
  await pushNotebook(world, notebook('days = 90', 'plot()'));
  await editor.call(writeProjectFile, {
    params: { projectId: project.id },
    body: { path: 'same-cell/churn.ipynb', text: notebook('days = 30', 'plot(days)'), etag: null },
  });
  page = await openAt(browser, url, 'editor@example.com');
});
test.afterAll(() => page?.context().close());

test('a commit that GitLab is ahead of leads to a pull, and the pull to the cell in question', async () => {
  await panel().getByRole('button', { name: 'Commit & Push' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Commit message' }).fill('Look at 30 days');
  await dialog.getByRole('button', { name: 'Commit & Push' }).click();
  await dialog.getByRole('alert').getByRole('button', { name: 'Pull' }).click();

  await expect(page.getByRole('tab', { name: 'Conflicts in same-cell' })).toHaveAttribute(
    'aria-selected',
    'true',
  );
  await expect(page.getByRole('heading', { name: 'Merge with GitLab’s main' })).toBeVisible();
  await expect(conflict()).toContainText('days = 30');
  await expect(conflict()).toContainText('days = 90');
  await expect(page.getByRole('button', { name: '1 cell · 1 changed: Yours' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Mark as resolved' })).toBeDisabled();
  const { violations } = await new AxeBuilder({ page }).include('#open-file').analyze();
  const serious = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(serious.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)).toEqual([]);
});

test('aborting brings the state before back', async () => {
  await page
    .getByRole('tabpanel', { name: /^Conflicts in/ })
    .getByRole('button', { name: 'Abort' })
    .click();
  const dialog = page.getByRole('dialog', { name: 'Abort and go back?' });
  await dialog.getByRole('button', { name: 'Abort' }).click();
  await expect(page.getByText('Nothing is in conflict')).toBeVisible();
  await expect(panel().getByText('↑ 1 to push')).toBeVisible();
});

test('the cell is decided, also after a reload, finished and pushed', async ({ world }) => {
  await panel().getByRole('button', { name: 'Pull', exact: true }).first().click();
  await conflict().getByRole('button', { name: 'Edit' }).click();
  const result = conflict().getByRole('textbox', { name: 'Result' });
  await result.click();
  await page.keyboard.press('Control+a');
  await page.keyboard.type('days = 30 + 90');
  await page.reload();
  await expect(conflict().getByRole('textbox', { name: 'Result' })).toContainText('days = 30 + 90');
  await page.getByRole('button', { name: 'Mark as resolved' }).click();
  await expect(
    page.getByRole('tabpanel', { name: /^Conflicts in/ }).getByText('Everything is resolved'),
  ).toBeVisible();
  await page
    .getByRole('tabpanel', { name: /^Conflicts in/ })
    .getByRole('button', { name: 'Finish' })
    .click();
  await expect(page.getByText('Pulled same-cell and merged it: 1 file changed')).toBeVisible();
  await panel().getByRole('button', { name: 'Push', exact: true }).click();
  await expect(page.getByText('Pushed same-cell to main')).toBeVisible();

  const pushed = await askGitLab(world, path, 'show', 'main:churn.ipynb');
  const { cells } = JSON.parse(pushed) as { cells: { source: string[] }[] };
  expect(cells.map(({ source }) => source.join(''))).toEqual(['days = 30 + 90', 'plot(days)']);
  const said = await askGitLab(world, path, 'log', '-1', '--format=%an %P', 'main');
  expect(said.trim().split(' ')).toHaveLength(4);
});
