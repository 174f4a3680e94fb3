import { writeFile } from '@notelab/contract';
import { expect } from '@playwright/test';
import { addLine, openAt, signInToGitLab } from './people.ts';
import { askGitLab, copyRepository, openProjectWith, pushAsColleague, test } from './world.ts';

test('before a commit it is said that the branch is protected, what is secret, large and noisy; one click each', async ({
  browser,
  world,
  admin,
}) => {
  const path = 'acme/preflight';
  await copyRepository(world, 'acme/platform/forecasting', path);
  world.sandbox.setProtected(path, 'main', true);
  const editor = await world.signInLinked('editor', 'developer');
  const { url, project } = await openProjectWith(world, admin, { name: 'Preflight', path });
  const save = (file: string, text: string) =>
    editor.call(writeFile, {
      params: { projectId: project.id },
      body: { path: `preflight/${file}`, text, etag: null },
    });
  const lines = (change: (line: number) => string) =>
    Array.from({ length: 40 }, (_, line) => change(line)).join('\n');
  await save(
    'steps.txt',
    lines((line) => `step ${line}`),
  );
  const page = await openAt(browser, url, 'editor@example.com');
  const dialog = page.getByRole('dialog');
  const message = dialog.getByRole('textbox', { name: 'Commit message' });
  const commit = dialog.getByRole('button', { name: 'Commit & Push' });

  await page.getByRole('button', { name: 'Commit & Push' }).click();
  await expect(dialog.getByText('main is protected')).toBeVisible();
  await message.fill('List the steps');
  await dialog.getByRole('button', { name: 'Commit to a new branch' }).click();
  await expect(dialog.getByLabel('Name of the new branch')).toHaveValue('developer/list-the-steps');
  await commit.click();
  const creation = page.getByRole('dialog', { name: 'Create merge request' });
  await expect(creation.getByLabel('Title')).toHaveValue('List the steps');
  await creation.getByRole('button', { name: 'Create merge request' }).click();
  await expect(creation).toBeHidden();
  await expect(page.getByRole('button', { name: 'Current branch' })).toContainText(
    'developer/list-the-steps',
  );

  await save('settings.py', `TOKEN = "${['glpat', 'aB3dE5gH7jK9mN1pQ2rS'].join('-')}"\n`);
  await save(
    'steps.txt',
    lines((line) => (line === 2 ? 'FIRST' : line === 35 ? 'SECOND' : `step ${line}`)),
  );
  await page.getByRole('button', { name: 'Commit & Push' }).click();
  await expect(dialog.getByRole('list', { name: 'What looks like a secret' })).toContainText(
    'settings.py:1a GitLab tokenTOKEN = "glpa••••••••"',
  );
  await expect(dialog.getByRole('checkbox', { name: 'settings.py' })).not.toBeChecked();
  await dialog.getByRole('button', { name: 'steps.txt' }).click();
  await dialog.getByRole('checkbox', { name: 'Line 36' }).uncheck();
  await message.fill('Begin with the first');
  await commit.click();
  await expect(dialog).toBeHidden();

  const panel = page.getByRole('complementary', { name: 'Git' });
  await expect(panel.getByRole('button', { name: /settings\.py/ })).toBeVisible();
  await expect(panel.getByRole('button', { name: /steps\.txt/ })).toBeVisible();
  const [gitlab] = await Promise.all([
    page.context().waitForEvent('page'),
    panel
      .getByRole('article', { name: 'Merge request !1' })
      .getByRole('link', { name: 'Open in GitLab' })
      .click(),
  ]);
  await signInToGitLab(gitlab, 'developer');
  await expect(gitlab.getByText('+FIRST')).toBeVisible();
  await expect(gitlab.getByText('+SECOND')).toHaveCount(0);
  await expect(gitlab.getByText('settings.py')).toHaveCount(0);
  await page.context().close();
});

test('a commit that a protected branch refused goes to a new branch and into a merge request', async ({
  browser,
  world,
  admin,
}) => {
  const path = 'acme/protected';
  await copyRepository(world, 'acme/platform/forecasting', path);
  world.sandbox.setProtected(path, 'main', true);
  await world.signInLinked('editor', 'developer');
  const { url } = await openProjectWith(world, admin, { name: 'Protected', path });
  const page = await openAt(browser, url, 'editor@example.com');

  await page.getByRole('treeitem', { name: /^protected/ }).click();
  await addLine(page, /README\.md/, 'Goes by merge request.');
  await page.getByRole('button', { name: 'Commit & Push' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: 'Commit message' }).fill('Say how it goes');
  await dialog.getByRole('button', { name: 'Commit & Push' }).click();
  const refusal = dialog.getByRole('alert');
  await expect(refusal).toContainText('The branch is protected');
  await expect(refusal).toContainText('Nothing is lost.');

  await dialog.getByRole('button', { name: 'Use a new branch' }).click();
  const push = page.getByRole('dialog', { name: /new branch/ });
  await push.getByLabel('Branch name').fill('say-how-it-goes');
  await push.getByRole('button', { name: 'Push' }).click();
  await expect(push).toBeHidden();
  await expect(page.getByRole('button', { name: 'Current branch' })).toContainText('say-how-it-goes');

  const panel = page.getByRole('complementary', { name: 'Git' });
  const [gitlab] = await Promise.all([
    page.context().waitForEvent('page'),
    panel.getByRole('link', { name: 'Create merge request' }).click(),
  ]);
  await signInToGitLab(gitlab, 'developer');
  await expect(gitlab.getByRole('heading', { name: 'New merge request' })).toBeVisible();
  await expect(gitlab.getByRole('combobox', { name: /source/i })).toHaveValue('say-how-it-goes');
  await expect(gitlab.getByRole('combobox', { name: /target/i })).toHaveValue('main');
  await gitlab.getByRole('button', { name: 'Create merge request' }).click();
  await expect(gitlab.getByText('Goes by merge request.')).toBeVisible();
  await page.context().close();
});

test('a commit that somebody was quicker than is pulled and pushed again with one click', async ({
  browser,
  world,
  admin,
}) => {
  const path = 'acme/quicker';
  await copyRepository(world, 'acme/platform/forecasting', path);
  await world.signInLinked('editor', 'developer');
  const { url } = await openProjectWith(world, admin, { name: 'Quicker', path });
  const page = await openAt(browser, url, 'editor@example.com');

  await page.getByRole('treeitem', { name: /^quicker/ }).click();
  await addLine(page, /README\.md/, 'Mine.');
  await page.getByRole('button', { name: 'Commit & Push' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByText('Ctrl+Enter commits and pushes')).toBeVisible();
  await pushAsColleague(world, path, { file: 'theirs.txt', text: 'Theirs.\n', message: 'Be quicker' });
  await dialog.getByRole('textbox', { name: 'Commit message' }).fill('Say it');
  await dialog.getByRole('button', { name: 'Commit & Push' }).click();
  await expect(dialog.getByRole('alert')).toContainText('Nothing is lost.');

  await dialog.getByRole('button', { name: 'Pull and push again' }).click();
  await expect(dialog).toBeHidden();
  // What could not be done at first is no news any more.
  await expect(page.getByRole('region', { name: 'Operations' })).toBeHidden();
  await page.getByRole('treeitem', { name: 'theirs.txt' }).click();
  await expect(page.locator('.cm-content').first()).toContainText('Theirs.');
  const subjects = await askGitLab(world, path, 'log', '--format=%s', 'main');
  expect(subjects.split('\n')).toEqual(expect.arrayContaining(['Say it', 'Be quicker']));
  await page.context().close();
});
