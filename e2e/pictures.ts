// Makes the pictures of README and docs from the running product: `npm run pictures`.
import { mkdirSync } from 'node:fs';
import {
  changeRepositories,
  connectIntegration,
  createIntegration,
  createNotebook,
  createProject,
  importNotebook,
  listGitLabProjects,
  readFile,
  saveVersion,
  switchBranch,
  writeFile,
} from '@notelab/contract';
import { createWorld, samplePassword, waitForOperation } from '@notelab/dev-env';
import { changeText, liveBlocks, sourceOf } from '@notelab/notebook/live';
import { chromium } from '@playwright/test';

const folder = new URL('../docs/pictures/', import.meta.url).pathname;
mkdirSync(folder, { recursive: true });
const world = await createWorld();
const admin = await world.signInLinked('admin', 'maintainer');
const { workspaceId, instanceId, notelab } = world;

const { projects } = await admin.call(listGitLabProjects, { params: { workspaceId }, query: { instanceId } });
const connect = projects.filter(({ archived }) => !archived).map(({ gitlabId }) => gitlabId);
const repositories = await admin.call(changeRepositories, {
  params: { workspaceId },
  body: { instanceId, connect, remove: [] },
});
const project = await admin.call(createProject, {
  params: { workspaceId },
  body: { name: 'Churn forecast' },
});
for (const { id, path, defaultBranch } of repositories.filter(({ path }) =>
  /analytics|forecasting/.test(path),
)) {
  const integration = await admin.call(createIntegration, {
    params: { workspaceId },
    body: { repositoryId: id, defaultBranch, folderName: path.split('/').at(-1)! },
  });
  const { checkout, operation } = await admin.call(connectIntegration, {
    params: { projectId: project.id },
    body: { integrationId: integration.id },
  });
  await waitForOperation(admin, operation);
  if (!path.includes('analytics')) continue;
  const switched = await admin.call(switchBranch, {
    params: { checkoutId: checkout.id },
    body: { branch: 'feature/churn-v2', where: 'remote' },
  });
  await waitForOperation(admin, switched);
  const inProject = { params: { projectId: project.id } };
  const { text, etag } = await admin.call(readFile, {
    ...inProject,
    query: { path: 'analytics/churn/features.py' },
  });
  const changed = `${text}\n\ndef first_to_last(rows):\n    """How spending moved over the rows, as a share."""\n    return rows[-1] / rows[0] - 1\n`;
  await admin.call(writeFile, {
    ...inProject,
    body: { path: 'analytics/churn/features.py', text: changed, etag },
  });
}

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-background-networking'],
});
const page = await browser.newPage({ viewport: { width: 1440, height: 900 } });
const picture = (name: string) => page.screenshot({ path: `${folder}${name}.png` });
await page.goto(`${notelab.url}/sign-in`);
await page.getByLabel('E-mail').fill('admin@example.com');
await page.getByLabel('Password', { exact: true }).fill(samplePassword);
await page.getByRole('button', { name: 'Sign in', exact: true }).click();
await page.getByRole('heading', { name: 'Projects' }).waitFor();

await page.getByRole('link', { name: 'Integrations' }).click();
await page.getByText('acme/analytics').waitFor();
await picture('integrations');

const inProject = { params: { projectId: project.id } };
const { imported } = await admin.call(importNotebook, {
  ...inProject,
  body: { path: 'analytics/explore.ipynb' },
});
const notebook = imported[0]!;
await admin.call(createNotebook, { ...inProject, body: { name: 'Spending' } });
await admin.call(saveVersion, { ...inProject, body: { name: 'Before the review' } });

await page.goto(`${notelab.url}/w/${workspaceId}/projects/${project.id}`);
await page.getByRole('treeitem', { name: /^analytics/ }).click();
await page.getByRole('list', { name: 'Notebooks' }).getByText(notebook.name).click();
await page.getByRole('button', { name: 'Run all' }).click();
await page
  .getByText(/struggling/)
  .last()
  .waitFor();
await page.getByRole('button', { name: /^Kernel.*Idle/ }).waitFor();
await page.waitForTimeout(1500);
await picture('project');

const { doc, release } = await notelab.context.liveNotebooks.hold(notebook.id);
const code = [...liveBlocks(doc).values()].find((block) => block.get('type') === 'code')!;
changeText(
  sourceOf(code)!,
  `${sourceOf(code)}\n\n# Customers that pay by the year stay longer.\nby_contract = True`,
);
release();
await page.getByRole('tab', { name: 'Version history' }).click();
await page.getByRole('button', { name: /^Before the review/ }).click();
await page.getByRole('region', { name: 'code, changed since' }).first().waitFor();
await page.waitForTimeout(1500);
await picture('versions');
await page.getByRole('tab', { name: 'Git' }).click();

await page.getByRole('button', { name: 'Commit & Push' }).first().click();
const dialog = page.getByRole('dialog');
await dialog.getByRole('textbox', { name: 'Commit message' }).fill('Add the change from first to last');
await dialog.getByText('first_to_last').first().waitFor();
// The dialog glides in.
await page.waitForTimeout(800);
await picture('commit-and-push');

await browser.close();
await world.close();
