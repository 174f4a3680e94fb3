// How long the list of branches takes to open in the browser when there are 5,000, and what the server's answer costs
// against git's own listing of the same clone.
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import {
  changeRepositories,
  connectIntegration,
  createIntegration,
  createProject,
  listBranches,
} from '@notelab/contract';
import { createWorld, samplePassword, waitForOperation } from '@notelab/dev-env';
import { chromium, type Page } from '@playwright/test';
import playwrightConfig from '../e2e/playwright.config.ts';
import { createManyBranches } from './many-branches.ts';
import { median } from './median.ts';
import { report } from './report.ts';

const branchCount = 5000;
const rounds = 9;
const limitMs = 300;

const folder = await mkdtemp(join(tmpdir(), 'notelab-bench-'));
const source = join(folder, 'source.git');
await createManyBranches(source, branchCount);
const world = await createWorld();
const browser = await chromium.launch(playwrightConfig.use?.launchOptions);
try {
  const { workspaceId, instanceId } = world;
  const admin = await world.signInLinked('admin', 'maintainer');
  const { id: gitlabId } = await world.sandbox.addProject({
    path: 'acme/branches',
    visibility: 'private',
    members: { maintainer: 40 },
    fromBareRepository: source,
  });
  const params = { workspaceId };
  const [repository] = await admin.call(changeRepositories, {
    params,
    body: { instanceId, connect: [gitlabId], remove: [] },
  });
  const integration = await admin.call(createIntegration, {
    params,
    body: { repositoryId: repository!.id, defaultBranch: 'main', folderName: 'branches' },
  });
  const project = await admin.call(createProject, { params, body: { name: 'Branches' } });
  const { checkout, operation } = await admin.call(connectIntegration, {
    params: { projectId: project.id },
    body: { integrationId: integration.id },
  });
  await waitForOperation(admin, operation);
  const clone = join(world.notelab.context.projects.filesOf(project.id).root, 'branches');

  const spent: Record<'endpoint' | 'git', number[]> = { endpoint: [], git: [] };
  for (let round = 0; round <= rounds; round += 1) {
    const endpoint = await measure(() => admin.call(listBranches, { params: { checkoutId: checkout.id } }));
    const git = await measure(() => listWithGit(clone));
    // The first round warms up.
    if (round > 0) for (const [way, ms] of Object.entries({ endpoint, git })) spent[way as 'git'].push(ms);
  }
  const page = await (await browser.newContext({ viewport: { width: 1440, height: 900 } })).newPage();
  await page.goto(`${world.notelab.url}/sign-in`);
  await page.getByLabel('E-mail').fill('admin@example.com');
  await page.getByRole('textbox', { name: 'Password' }).fill(samplePassword);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
  await page.waitForURL(/projects/);
  const atOnce: number[] = [];
  const first: number[] = [];
  const again: number[] = [];
  for (let round = 0; round <= rounds; round += 1) {
    await page.goto(`${world.notelab.url}/w/${workspaceId}/projects/${project.id}`);
    const early = await openList(page);
    await page.reload();
    await page.getByRole('button', { name: 'Current branch' }).waitFor();
    await page.waitForLoadState('networkidle');
    const opened = await openList(page);
    await page.keyboard.press('Escape');
    await page.getByRole('option').first().waitFor({ state: 'detached' });
    const reopened = await openList(page);
    if (round > 0) {
      atOnce.push(early);
      first.push(opened);
      again.push(reopened);
    }
  }

  const ratio = median(spent.endpoint.map((ms, round) => ms / spent.git[round]!));
  console.log(
    `${branchCount} branches, median of ${rounds} rounds: the endpoint ${median(spent.endpoint).toFixed(0)} ms, git for-each-ref ${median(spent.git).toFixed(0)} ms`,
  );
  report('GET branches : git for-each-ref of the same fields', ratio, 'x');
  report('From a click while the page is still loading to the rows', Math.round(median(atOnce)), ' ms');
  report('From the click to the rows, first time on a page', Math.round(median(first)), ' ms', limitMs);
  report('From the click to the rows, once more', Math.round(median(again)), ' ms', limitMs);
} finally {
  await browser.close();
  await world.close();
  await rm(folder, { recursive: true });
}

async function measure(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now();
  await work();
  return performance.now() - startedAt;
}

/** What a program that calls git itself would do: the same order and fields. */
async function listWithGit(dir: string): Promise<void> {
  const fields = ['refname', 'objectname', 'symref', 'HEAD', 'upstream', 'upstream:track,nobracket'];
  const format = [...fields, 'committerdate:iso-strict', 'authorname', 'contents:subject']
    .map((field) => `%(${field})%00`)
    .join('');
  const args = ['-c', `safe.directory=${dir}`, '-C', dir, 'for-each-ref', '--sort=-committerdate'];
  const { stdout } = await promisify(execFile)(
    'git',
    [...args, `--format=${format}`, 'refs/heads/', 'refs/remotes/origin/'],
    { maxBuffer: 2 ** 26 },
  );
  if (stdout.split('\n').length < branchCount) throw new Error('Branches are missing.');
}

/** Milliseconds from the click to the frame that shows the first rows. */
async function openList(page: Page): Promise<number> {
  return page.getByRole('button', { name: 'Current branch' }).evaluate(async (button) => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const startedAt = performance.now();
    (button as HTMLElement).click();
    while (document.querySelectorAll('[role=option]').length < 5) await frame();
    // The frame after the one that has them is drawn.
    await frame();
    return performance.now() - startedAt;
  });
}
