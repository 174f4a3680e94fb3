import type { Notebook } from '@notelab/contract';
import { expect, test } from 'vitest';
import { createImportQueue, type ImportReport } from './import-queue.ts';

const notebook = (name: string) => ({ name }) as Notebook;

/** A queue over folders that hold what is said, with the reports it made. */
function open(folders: Record<string, string[]>, importOne = async (path: string) => made(path)) {
  const reports: ImportReport[] = [];
  const queue = createImportQueue({
    list: async (path) => ({
      files: (folders[path] ?? [path]).map((file) => ({ path: file })),
      isCut: false,
    }),
    importOne: (path) => importOne(path),
    onReport: (report) => reports.push(report),
  });
  const reported = () => expect.poll(() => reports.length, { interval: 2 }).toBeGreaterThan(0);
  return { queue, reports, reported };
}
const made = (path: string) => ({ imported: [notebook(path)], already: [] as Notebook[] });

test('folders give all their notebooks, one after the other, and it is told how far that is', async () => {
  const said: string[] = [];
  const { queue, reports, reported } = open({ repo: ['repo/a.ipynb', 'repo/b.ipynb'] });
  queue.subscribe(() => {
    const { current, doneCount, fileCount } = queue.progress();
    if (current) said.push(`${doneCount} of ${fileCount} ${current}`);
  });
  queue.add(['c.ipynb', 'repo']);
  await reported();
  expect(reports[0]!.imported.map(({ path }) => path)).toEqual(['c.ipynb', 'repo/a.ipynb', 'repo/b.ipynb']);
  expect(said).toContain('1 of 3 repo/a.ipynb');
  expect(queue.progress()).toEqual({ fileCount: 0, doneCount: 0, current: null });
});

test('a broken file does not keep the others from it, and what came before is told apart', async () => {
  const broken = new Error('not a notebook');
  const { queue, reports, reported } = open({ empty: [] }, async (path) => {
    if (path === 'broken.ipynb') throw broken;
    return path === 'old.ipynb' ? { imported: [], already: [notebook('old')] } : made(path);
  });
  queue.add(['broken.ipynb', 'old.ipynb', 'empty', 'new.ipynb']);
  await reported();
  expect(reports).toHaveLength(1);
  expect(reports[0]).toMatchObject({
    failed: [{ path: 'broken.ipynb', error: broken }],
    already: [{ path: 'old.ipynb' }],
    imported: [{ path: 'new.ipynb' }],
    empty: ['empty'],
    leftCount: 0,
  });
});

test('cancelling leaves the rest alone, says how many, and a later import is a new one', async () => {
  const { queue, reports, reported } = open({ repo: ['a', 'b', 'c'] }, async (path) => {
    if (path === 'b') queue.cancel();
    return made(path);
  });
  queue.add(['repo']);
  await reported();
  expect(reports[0]).toMatchObject({ leftCount: 1, failed: [] });
  expect(reports[0]!.imported.map(({ path }) => path)).toEqual(['a', 'b']);
  queue.add(['d']);
  await expect.poll(() => reports.length, { interval: 2 }).toBe(2);
  expect(reports[1]).toMatchObject({ asked: ['d'], imported: [{ path: 'd' }], leftCount: 0 });
});
