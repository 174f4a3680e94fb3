// What it takes until others have what somebody types into a notebook, and until a notebook is open, on loopback with
// pages that show nothing. The server is a process of its own, with its embedded database on disk.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { completeSetUp, createNotebook, createProject, type NotebookId } from '@notelab/contract';
import { Client, type NotebookPage, openNotebookPage, samplePassword } from '@notelab/dev-env';
import {
  insertBlock,
  liveBlocks,
  newBlock,
  orderedIds,
  readLiveNotebook,
  sourceOf,
} from '@notelab/notebook/live';
import { median } from './median.ts';
import { report } from './report.ts';
import { startNotelab } from './running-notelab.ts';

const edits = 300;
/** A fast typist's pause. */
const pauseMs = 15;
const editLimitMs = 100;
const editors = 50;
const editsPerEditor = 20;
const blocks = 500;
const openings = 15;
const openLimitMs = 500;

const folder = await mkdtemp(join(tmpdir(), 'notelab-bench-'));
const command = [process.execPath, '--disable-warning=ExperimentalWarning', 'packages/server/src/main.ts'];
const notelab = await startNotelab(command, { dataDir: join(folder, 'data') });
const admin = new Client(notelab.url);
const { workspaces } = await admin.call(completeSetUp, {
  body: { name: 'Admin', email: 'admin@example.com', password: samplePassword, workspaceName: 'Bench' },
});
const inWorkspace = { params: { workspaceId: workspaces[0]!.id } };
const { id: projectId } = await admin.call(createProject, { ...inWorkspace, body: { name: 'Notebooks' } });

async function newNotebook(name: string): Promise<NotebookId> {
  return (await admin.call(createNotebook, { params: { projectId }, body: { name } })).id;
}
const source = ({ doc }: NotebookPage) => sourceOf(liveBlocks(doc).get(orderedIds(doc)[0]!)!)!;

/** How long an edit takes to the page of somebody else, and until it is on disk. */
async function measureEdits(): Promise<void> {
  const id = await newNotebook('Edits');
  const [one, two] = [await openNotebookPage(admin, id), await openNotebookPage(admin, id)];
  const [from, to] = [source(one), source(two)];
  const ms: Record<'arrived' | 'saved', number[]> = { arrived: [], saved: [] };
  for (let count = 1; count <= edits; count += 1) {
    const startedAt = performance.now();
    from.insert(from.length, 'x');
    const noted = async (way: keyof typeof ms, done: Promise<void>) => {
      await done;
      ms[way].push(performance.now() - startedAt);
    };
    await Promise.all([
      noted(
        'arrived',
        two.until(() => to.length === count),
      ),
      noted('saved', one.until(one.isSaved)),
    ]);
    await sleep(pauseMs);
  }
  for (const page of [one, two]) page.close();
  report('An edit in the page of somebody else, median', median(ms.arrived), ' ms', editLimitMs);
  report('An edit on disk, median', median(ms.saved), ' ms');
}

/** Fifty people type into one block and add blocks, all at once, until all have the same. */
async function measureConvergence(): Promise<void> {
  const id = await newNotebook('Many');
  const pages = await Promise.all(Array.from({ length: editors }, () => openNotebookPage(admin, id)));
  const startedAt = performance.now();
  await Promise.all(
    pages.map(async (page, number) => {
      for (let count = 0; count < editsPerEditor; count += 1) {
        const text = source(page);
        text.insert(Math.floor(Math.random() * text.length), `${number},`);
        if (count % 10 === 0)
          insertBlock(page.doc, newBlock(crypto.randomUUID(), 'code'), orderedIds(page.doc)[0]!);
        await sleep(pauseMs);
      }
    }),
  );
  const typedMs = performance.now() - startedAt;
  await Promise.all(pages.map((page) => page.until(page.isSaved)));
  const isSame = () => new Set(pages.map(stateOf)).size === 1;
  while (!isSame()) await sleep(5);
  const allMs = performance.now() - startedAt;
  for (const page of pages) page.close();
  report(`${editors} people, ${editors * editsPerEditor} edits: typing took`, typedMs, ' ms');
  report('The same in all pages and on disk after another', allMs - typedMs, ' ms');
}

const stateOf = ({ doc }: NotebookPage) => JSON.stringify(readLiveNotebook(doc, { id: '', name: '' }));

/** How long it takes until a notebook is there that nobody has open. */
async function measureOpening(): Promise<void> {
  const id = await newNotebook('Large');
  const first = await openNotebookPage(admin, id);
  first.doc.transact(() => {
    for (let index = 0; index < blocks; index += 1) {
      const content = `# Block ${index}\n${'x = compute(x)\n'.repeat(20)}`;
      insertBlock(first.doc, { ...newBlock(crypto.randomUUID(), 'code'), content }, null);
    }
  });
  await first.until(first.isSaved);
  first.close();
  const ms: number[] = [];
  for (let count = 0; count < openings; count += 1) {
    const startedAt = performance.now();
    const page = await openNotebookPage(admin, id);
    ms.push(performance.now() - startedAt);
    page.close();
    await sleep(pauseMs);
  }
  report(`A notebook of ${blocks} blocks is open, median`, median(ms), ' ms', openLimitMs);
}

try {
  await measureEdits();
  await measureConvergence();
  await measureOpening();
} finally {
  await notelab.stop();
  await rm(folder, { recursive: true });
}
