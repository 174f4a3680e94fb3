// A live notebook in the browser: from the click to blocks that can be written in, what a key costs there, and when
// somebody else sees it.
import { createNotebook, createProject, type NotebookId, signIn } from '@notelab/contract';
import { type Client, createWorld, openNotebookPage, samplePassword } from '@notelab/dev-env';
import { changeLiveNotebook, newBlock } from '@notelab/notebook/live';
import { chromium, type Page } from '@playwright/test';
import playwrightConfig from '../e2e/playwright.config.ts';
import { median } from './median.ts';
import { report } from './report.ts';

const blockCount = 500;
const manyBlocks = 5000;
const rounds = 7;
const keys = 150;
/** A fast typist's. */
const pauseMs = 40;
const keysPerLine = 50;
const openingLimitMs = 1500;
const keyLimitMs = 16;
const arrivalLimitMs = 100;

const world = await createWorld();
const browser = await chromium.launch(playwrightConfig.use?.launchOptions);
try {
  const { workspaceId } = world;
  const admin = await world.signIn('admin');
  const project = await admin.call(createProject, { params: { workspaceId }, body: { name: 'Live' } });
  const params = { projectId: project.id };
  for (const [name, count] of [
    ['Usual', blockCount],
    ['Many', manyBlocks],
  ] as const) {
    const { id } = await admin.call(createNotebook, { params, body: { name } });
    await fill(admin, id, count);
  }
  const url = `${world.notelab.url}/w/${workspaceId}/projects/${project.id}`;

  const spent: Record<'Usual' | 'Many' | 'again', number[]> = { Usual: [], Many: [], again: [] };
  for (let round = 0; round < rounds; round += 1) {
    for (const name of ['Usual', 'Many'] as const) {
      const page = await openProject('admin', url);
      spent[name].push(await openNotebook(page, name));
      if (name === 'Usual') {
        await openNotebook(page, 'Many');
        spent.again.push(await openNotebook(page, name));
      }
      await page.context().close();
    }
  }
  const [writer, reader] = [await openProject('admin', url), await openProject('editor', url)];
  for (const page of [writer, reader]) await openNotebook(page, 'Usual');
  const { keyMs, workMs, drawnMs, arrivalMs } = await type(writer, reader);

  console.log(`A notebook of ${blockCount} blocks; ${rounds} rounds, ${keys} keys`);
  report(
    'From the click to blocks to write in, a new page',
    Math.round(median(spent.Usual)),
    ' ms',
    openingLimitMs,
  );
  report('The same, once more on the page', Math.round(median(spent.again)), ' ms');
  report(`The same with ${manyBlocks} blocks, a new page`, Math.round(median(spent.Many)), ' ms');
  report('From the key to the changed document, median', median(keyMs), ' ms');
  report('Work for a key and its frame, median', median(workMs), ' ms', keyLimitMs);
  report('From the key to the end of its frame, median', median(drawnMs), ' ms');
  report('From the key to the other browser, median', median(arrivalMs), ' ms', arrivalLimitMs);
} finally {
  await browser.close();
  await world.close();
}

async function fill(client: Client, id: NotebookId, count: number): Promise<void> {
  const page = await openNotebookPage(client, id);
  const blocks = Array.from({ length: count }, (_, index) =>
    index % 5 === 0
      ? newBlock(`b${index}`, 'markdown', `## Part ${index}\n\nSome *words* with a formula $x^2$.`)
      : {
          ...newBlock(
            `b${index}`,
            'code',
            `values = np.arange(${index})\nprint(values.sum())\n${'x = 1\n'.repeat(index % 7)}`,
          ),
          outputs: [{ output_type: 'stream', name: 'stdout', text: `${index}\n`.repeat((index % 4) + 1) }],
        },
  );
  changeLiveNotebook(page.doc, { id, name: '', blocks });
  await page.until(page.isSaved, 'the blocks to be saved');
  page.close();
}

async function openProject(who: string, at: string): Promise<Page> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  const data = { email: `${who}@example.com`, password: samplePassword };
  await context.request.post(world.notelab.url + signIn.path, {
    data,
    headers: { origin: world.notelab.url },
  });
  const page = await context.newPage();
  await page.goto(at);
  await page.getByRole('button', { name: 'Usual', exact: true }).waitFor();
  await page.waitForLoadState('networkidle');
  return page;
}

/** Milliseconds from the click to the frame in which a text can be written in. */
async function openNotebook(page: Page, name: string): Promise<number> {
  return page.getByRole('button', { name, exact: true }).evaluate(async (button, label) => {
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
    const startedAt = performance.now();
    (button as HTMLElement).click();
    const writable = `[aria-label="Notebook ${label}"] .cm-content[contenteditable="true"]`;
    while (document.querySelector(writable) === null) await frame();
    // The frame after the one that has it is drawn.
    await frame();
    return performance.now() - startedAt;
  }, name);
}

/** Types into a block in the middle of the notebook, key by key, with somebody else looking at it. */
async function type(writer: Page, reader: Page) {
  for (const page of [writer, reader])
    await page.getByRole('region', { name: 'Notebook Usual' }).evaluate((list) => list.scrollTo(0, 40_000));
  const block = writer.getByRole('article').filter({ has: writer.locator('.cm-content') });
  const id = await block.nth(1).getAttribute('data-block');
  const content = (page: Page) => page.locator(`[data-block="${id}"] .cm-content`);
  await content(reader).waitFor();
  await content(writer).click();
  await writer.keyboard.press('Control+End');
  await writer.evaluate(listenToKeys);
  await content(reader).evaluate(listenToText);
  for (let count = 0; count < keys; count += 1) {
    if (count % keysPerLine === 0) await writer.keyboard.press('Enter');
    await writer.keyboard.press('x');
    await writer.waitForTimeout(pauseMs);
  }
  await reader.waitForFunction((wanted) => (window as Listening).seenAt?.length === wanted, keys);
  const { pressedAt, keyMs, frameMs, drawnMs } = await writer.evaluate(() => (window as Listening).figures!);
  const seenAt = await reader.evaluate(() => (window as Listening).seenAt!);
  const workMs = keyMs.map((ms, index) => ms + frameMs[index]!);
  return { keyMs, workMs, drawnMs, arrivalMs: seenAt.map((ms, index) => ms - pressedAt[index]!) };
}

interface Figures {
  pressedAt: number[];
  keyMs: number[];
  /** Of the frame alone, without the wait for the screen's next refresh. */
  frameMs: number[];
  drawnMs: number[];
}
type Listening = Window & { figures?: Figures; seenAt?: number[] };

/** In the page: when keys are pressed, how long the page works on each, and when its frame is done. */
function listenToKeys(): void {
  const figures: Figures = { pressedAt: [], keyMs: [], frameMs: [], drawnMs: [] };
  Object.assign(window, { figures });
  const onKey = ({ key }: KeyboardEvent) => {
    if (key !== 'x') return;
    const startedAt = performance.now();
    figures.pressedAt.push(performance.timeOrigin + startedAt);
    requestAnimationFrame(() => {
      const frameAt = performance.now();
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        figures.frameMs.push(performance.now() - frameAt);
        figures.drawnMs.push(performance.now() - startedAt);
      };
      port2.postMessage(null);
    });
  };
  window.addEventListener('keydown', onKey, true);
  // Called after the editor's own observer, which makes the change of the document out of what was typed.
  const observer = new MutationObserver(() => {
    const startedAt = figures.pressedAt[figures.keyMs.length];
    if (startedAt !== undefined) figures.keyMs.push(performance.timeOrigin + performance.now() - startedAt);
  });
  observer.observe(document.activeElement!, { subtree: true, childList: true, characterData: true });
}

/** In the page: when each further character is there. */
function listenToText(content: Element): void {
  const seenAt: number[] = [];
  Object.assign(window, { seenAt });
  let known = content.textContent?.length ?? 0;
  const look = () => {
    for (; known < (content.textContent?.length ?? 0); known += 1)
      seenAt.push(performance.timeOrigin + performance.now());
  };
  new MutationObserver(look).observe(content, { subtree: true, childList: true, characterData: true });
}
