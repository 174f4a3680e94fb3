import { AxeBuilder } from '@axe-core/playwright';
import { createFile, createProject, writeFile } from '@notelab/contract';
import { expect } from '@playwright/test';
import { openAt } from './people.ts';
import { projectUrl, test } from './world.ts';

const run = 'top.document.title = document.title = "run"';
const hostile =
  `<img src="x" onerror='${run}'><script>${run}</script><iframe srcdoc='<script>${run}</script>'></iframe>` +
  `<a href='javascript:${run}'>click</a><img src="https://tracker.invalid/t.png" alt="a remote picture">` +
  `<svg><script>${run}</script></svg><meta http-equiv="refresh" content="0; url=https://tracker.invalid/">`;
/** What is left in a table that is shown without a frame. */
const mild = `<img src="x" onerror='${run}'><a href='javascript:${run}'>click</a>`;
const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><rect width="9" height="9"/><script>${run}</script></svg>`;
const output = (data: object) => ({ output_type: 'display_data', metadata: {}, data });

const notebook = JSON.stringify(
  {
    cells: [
      {
        cell_type: 'markdown',
        metadata: {},
        attachments: { 'x" onerror="1.svg': { 'image/svg+xml': drawing } },
        source: [
          '# Churn, seen\n\nFrom $e^x$ on, see [the guide](https://example.com/guide) and [more](more.ipynb).\n\n',
          `![of the project](pictures/bar.svg) ![${run}](attachment:x%22%20onerror=%221.svg)\n\n${hostile}`,
        ],
      },
      {
        cell_type: 'code',
        metadata: {},
        execution_count: 42,
        source: 'customers.head()',
        outputs: [
          output({
            'text/html': `<table class="dataframe"><tr><th>churn</th><td>0.42</td></tr></table>${mild}`,
          }),
          output({
            'text/html': `<style>b { color: darkred }</style><b style="color: darkred">In its own colours</b>${hostile}`,
          }),
          output({ 'image/svg+xml': drawing }),
          output({ 'text/latex': '$\\href{javascript:1}{y}$' }),
          output({
            'application/vnd.plotly.v1+json': {
              data: [{ type: 'bar', x: ['a', 'b'], y: [1, 2] }],
              layout: {
                title: { text: 'Drawn by Plotly' },
                images: [{ source: 'https://tracker.invalid/p.png' }],
              },
            },
            'text/html': hostile,
          }),
          output({
            'application/vnd.vegalite.v5+json': {
              title: 'Drawn by Vega',
              data: { url: 'https://tracker.invalid/cars.json' },
              mark: 'bar',
              encoding: { color: { condition: { test: 'datum.b > 1', value: 'teal' }, value: 'grey' } },
            },
          }),
          output({ 'application/vnd.jupyter.widget-view+json': {}, 'text/plain': 'IntSlider(value=3)' }),
          {
            output_type: 'stream',
            name: 'stdout',
            text: Array.from({ length: 500 }, (_, n) => `epoch ${n}\n`),
          },
        ],
      },
    ],
    metadata: { kernelspec: { language: 'python' } },
    nbformat: 4,
    nbformat_minor: 4,
  },
  null,
  1,
);

test('a notebook of a project is read as a notebook, and nothing in it can do anything', async ({
  browser,
  world,
  admin,
}) => {
  const project = await admin.call(createProject, {
    params: { workspaceId: world.workspaceId },
    body: { name: 'Read' },
  });
  const params = { projectId: project.id };
  await admin.call(createFile, { params, body: { path: 'pictures', kind: 'folder' } });
  for (const [path, text] of Object.entries({ 'churn.ipynb': notebook, 'pictures/bar.svg': drawing })) {
    await admin.call(createFile, { params, body: { path, kind: 'file' } });
    await admin.call(writeFile, { params, body: { path, text, etag: null } });
  }

  const page = await openAt(browser, projectUrl(world, project), 'admin@example.com');
  const elsewhere = new Set<string>();
  page.context().on('request', (request) => {
    const url = request.url();
    if (!url.startsWith(world.notelab.url) && !url.startsWith('data:')) elsewhere.add(url);
  });
  // What the policy of the frame with charts stops before it is sent is reported too.
  page.context().on('requestfailed', (request) => {
    if (request.failure()?.errorText === 'csp') elsewhere.delete(request.url());
  });
  await page.getByRole('treeitem', { name: 'churn.ipynb' }).click();
  const view = page.getByRole('region', { name: 'Notebook churn.ipynb' });
  await expect(view.getByRole('heading', { name: 'Churn, seen' })).toBeVisible();
  await expect(view.getByText('[42]')).toBeVisible();
  await expect(view.getByRole('cell', { name: '0.42' })).toBeVisible();
  await expect(view.locator('.katex').first()).toBeVisible();
  await expect(view.getByText('IntSlider(value=3)')).toBeVisible();

  const guide = view.getByRole('link', { name: 'the guide' });
  await expect(guide).toHaveAttribute('target', '_blank');
  await expect(guide).toHaveAttribute('rel', /noopener/);
  const width = (name: string) =>
    view.getByRole('img', { name }).evaluate((image) => (image as HTMLImageElement).naturalWidth);
  await expect.poll(() => width('of the project')).toBe(9);
  await expect.poll(() => width(run)).toBe(9);
  await expect(view.getByText('https://tracker.invalid/t.png').first()).toBeVisible();

  const frame = view.frameLocator('iframe[title="HTML output"]');
  await expect(frame.getByText('In its own colours')).toBeVisible();
  expect(await frame.locator('body').evaluate(() => self.origin)).toBe('null');
  expect(await view.locator('script, a[href^="javascript"], iframe:not([sandbox])').count()).toBe(0);
  expect(await page.title()).not.toBe('run');
  expect(await frame.locator('body').evaluate(() => document.title)).not.toBe('run');

  const chart = (library: string) => view.frameLocator(`iframe[title="${library} chart"]`);
  await expect(chart('Plotly').getByText('Drawn by Plotly')).toBeVisible();
  await expect(view.getByText('This chart wants to load https://tracker.invalid/cars.json')).toBeVisible();
  await expect(chart('Vega').getByText('Drawn by Vega')).toBeVisible();
  for (const library of ['Plotly', 'Vega'])
    expect(await chart(library).locator('body').evaluate('self.origin')).toBe('null');

  await view.getByRole('button', { name: 'Show all 500 lines' }).click();
  await expect(view.getByText('epoch 499')).toBeVisible();
  const { violations } = await new AxeBuilder({ page }).include('#open-file').analyze();
  expect(violations.filter(({ impact }) => impact === 'serious' || impact === 'critical')).toEqual([]);

  // Unsaved text is what both show, and it stays.
  const show = (how: string) => page.getByRole('radiogroup').getByText(how, { exact: true }).click();
  await show('Source');
  await page.locator('.cm-content').click();
  await page.keyboard.press('Control+End');
  await page.keyboard.type(', oh');
  await show('Notebook');
  await expect(page.getByText(/There is more after the end at line \d+, column \d+/)).toBeVisible();
  await page.getByRole('button', { name: 'Show the source' }).click();
  await page.locator('.cm-content').click();
  await page.keyboard.press('Control+End');
  await expect(page.locator('.cm-content')).toContainText(', oh');
  await expect(page.getByText('Not saved')).toBeVisible();
  expect([...elsewhere]).toEqual([]);
});
