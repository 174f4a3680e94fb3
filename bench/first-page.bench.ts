// How much JavaScript a browser with an empty cache really loads, compressed, until a page is there.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createProject, getMe, signIn } from '@notelab/contract';
import { Client, samplePassword } from '@notelab/dev-env';
import { type Browser, chromium } from '@playwright/test';
import playwrightConfig from '../e2e/playwright.config.ts';
import { report } from './report.ts';
import { startNotelab, startScript } from './running-notelab.ts';

const limitKb = 250;
/** A page is taken as whole when it asked for no further script for this long. */
const quietMs = 1000;
const email = 'admin@example.com';

const dataDir = await mkdtemp(join(tmpdir(), 'notelab-bench-'));
const notelab = await startNotelab(startScript, { dataDir });
const browser = await chromium.launch(playwrightConfig.use?.launchOptions);
try {
  const admin = new Client(notelab.url);
  await admin.call(signIn, { body: { email, password: samplePassword } });
  const workspaceId = (await admin.call(getMe)).workspaces[0]!.id;
  const { id } = await admin.call(createProject, { params: { workspaceId }, body: { name: 'Forecast' } });

  const projects = `/w/${workspaceId}/projects`;
  const pages = [
    { name: 'sign-in page', path: '/', signedIn: false, limit: limitKb },
    { name: 'projects page', path: projects, signedIn: true, limit: limitKb },
    { name: 'project page', path: `${projects}/${id}`, signedIn: true, limit: undefined },
  ];
  for (const { name, path, signedIn, limit } of pages) {
    const bytes = await loadedScriptBytes(browser, path, signedIn);
    report(`JavaScript of the ${name}, gzip`, Math.round(bytes / 100) / 10, ' kB', limit);
  }
} finally {
  await browser.close();
  await notelab.stop();
  await rm(dataDir, { recursive: true });
}

/** Bytes of all scripts as they came over the wire into a new browser profile. Throws when one was not compressed. */
async function loadedScriptBytes(browser: Browser, path: string, signedIn: boolean): Promise<number> {
  const context = await browser.newContext({ baseURL: notelab.url });
  try {
    if (signedIn)
      await context.request.post(signIn.path, {
        data: { email, password: samplePassword },
        headers: { origin: notelab.url },
      });
    const page = await context.newPage();
    let bytes = 0;
    let lastScriptAt = performance.now();
    page.on('requestfinished', async (request) => {
      if (request.resourceType() !== 'script') return;
      lastScriptAt = performance.now();
      const { responseBodySize } = await request.sizes();
      const headers = (await request.response())!.headers();
      if (headers['content-encoding'] !== 'gzip') throw new Error(`${request.url()} came uncompressed.`);
      bytes += responseBodySize;
    });
    await page.goto(path);
    await page.getByRole('heading').first().waitFor();
    while (performance.now() - lastScriptAt < quietMs) await page.waitForTimeout(50);
    return bytes;
  } finally {
    await context.close();
  }
}
