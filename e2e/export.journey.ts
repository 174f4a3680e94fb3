import { execFile } from 'node:child_process';
import { mkdtemp, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { createNotebook, createProject, type NotebookId } from '@notelab/contract';
import type { World } from '@notelab/dev-env';
import { changeLiveNotebook, changeText, liveBlocks, sourceOf } from '@notelab/notebook/live';
import { expect, type Page } from '@playwright/test';
import { openAt } from './people.ts';
import { copyRepository, offerRepository, projectUrl, test } from './world.ts';

/** A notebook goes to GitLab, is changed there and here, is merged, and goes there again. */
test.describe.configure({ mode: 'serial' });

const path = 'acme/exported';
const file = 'notebooks/Churn.ipynb';
const run = promisify(execFile);
let page: Page;
let notebookId: NotebookId;

const code = (id: string, content: string) => ({
  id,
  type: 'code',
  blockGroup: id,
  sortingKey: '',
  metadata: {},
  outputs: [],
  content,
});

/** A colleague without Notelab, whom a review made change a line. */
async function changeOnGitLab({ sandbox, dataDir }: World, from: string, to: string): Promise<void> {
  const clone = await mkdtemp(join(dataDir, 'colleague-'));
  const url = sandbox.url.replace('://', '://oauth2:glpat-sandbox-maintainer@');
  await run('git', ['clone', '-q', `${url}/${path}.git`, clone]);
  const text = await readFile(join(clone, file), 'utf8');
  await writeFile(join(clone, file), text.replace(from, to));
  const who = ['-c', 'user.name=Mara', '-c', 'user.email=mara@acme.example'];
  await run('git', [...who, 'commit', '-qam', 'As said in the review'], { cwd: clone });
  await run('git', ['push', '-q'], { cwd: clone });
}

async function readOnGitLab({ sandbox }: World, format: string): Promise<string> {
  const gitDir = `--git-dir=${sandbox.repositoryDir(path)}`;
  const { stdout } = await run('git', [gitDir, 'log', '-1', `--format=${format}`, 'main']);
  return stdout.trim();
}

async function readFileOnGitLab({ sandbox }: World): Promise<string> {
  const { stdout } = await run('git', [`--git-dir=${sandbox.repositoryDir(path)}`, 'show', `main:${file}`]);
  return stdout;
}

const panel = () => page.getByRole('complementary', { name: 'Version history' });

test.beforeAll(async ({ browser, world, admin }) => {
  await copyRepository(world, 'acme/analytics', path);
  await offerRepository(world, admin, path);
  const { workspaceId, notelab } = world;
  const project = await admin.call(createProject, { params: { workspaceId }, body: { name: 'Exported' } });
  const params = { projectId: project.id };
  ({ id: notebookId } = await admin.call(createNotebook, { params, body: { name: 'Churn' } }));
  const blocks = [code('a', 'days = 60'), code('b', 'plot(churn)')];
  await notelab.context.liveNotebooks.change(notebookId, (doc) =>
    changeLiveNotebook(doc, { id: notebookId, name: 'Churn', blocks }),
  );
  page = await openAt(browser, projectUrl(world, project), 'admin@example.com');
});
test.afterAll(() => page?.context().close());

test('a repository, a branch and a folder are chosen', async () => {
  await page.getByRole('tab', { name: 'Version history' }).click();
  await panel().getByRole('button', { name: 'Connect Git repository' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('button', { name: 'Repository' }).click();
  await page.getByRole('option', { name: new RegExp(path) }).click();
  await expect(dialog.getByLabel('Folder in the repository')).toHaveValue('notebooks');
  await dialog.getByRole('button', { name: 'Connect', exact: true }).click();
  await expect(panel().getByText('main · notebooks/')).toBeVisible();
});

test('the notebook goes there with one commit under one’s own name', async ({ world }) => {
  await panel().getByRole('button', { name: 'Export notebooks' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('list', { name: 'Files' })).toContainText('Churn.ipynb');
  await dialog.getByRole('textbox', { name: 'Commit message' }).fill('Churn, first look');
  await dialog.getByRole('button', { name: 'Commit & Push' }).click();
  await expect(panel().getByText(/Last export .* 1 added/)).toBeVisible();
  expect(await readOnGitLab(world, '%s')).toBe('Churn, first look');
  await expect(
    panel()
      .getByRole('link', { name: /on GitLab$/ })
      .first(),
  ).toBeVisible();
});

test('what was changed there is shown, left alone, and merged into the notebook', async ({ world }) => {
  await changeOnGitLab(world, 'days = 60', 'days = 90');
  await world.notelab.context.liveNotebooks.change(notebookId, (doc) =>
    changeText(sourceOf(liveBlocks(doc).get('b')!)!, 'plot(churn, days)'),
  );
  await panel().getByRole('button', { name: 'Export notebooks' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('list', { name: 'Files' })).toContainText('changed on GitLab');
  await expect(dialog.getByText(/It is left alone/)).toBeVisible();
  await dialog.getByRole('button', { name: 'Merge into notebook' }).click();
  await expect(
    dialog.getByRole('list', { name: 'Files' }).getByText('changed', { exact: true }),
  ).toBeVisible();
  const { blocks } = await world.notelab.context.liveNotebooks.read(notebookId);
  expect(blocks.map(({ content }) => content)).toEqual(['days = 90', 'plot(churn, days)']);
});

test('and goes there again with what was changed here', async ({ world }) => {
  await page.getByRole('dialog').getByRole('button', { name: 'Commit & Push' }).click();
  await expect(panel().getByText(/Last export .* 1 changed/)).toBeVisible();
  const text = await readFileOnGitLab(world);
  expect(text).toContain('days = 90');
  expect(text).toContain('plot(churn, days)');
});
