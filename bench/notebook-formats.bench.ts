// How long a large notebook takes to be imported and written again, and whether notebooks come back byte for byte.
// Usage: node bench/notebook-formats.bench.ts [folder with .ipynb files]
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { exportIpynb, importIpynb, newDeepnoteFile, parseDeepnote, writeDeepnote } from '@notelab/notebook';
import { makeNotebook } from './make-notebook.ts';
import { median } from './median.ts';
import { report } from './report.ts';

const limitMs = 150;

/** Numbers as JavaScript does not write them, in data of a chart: the text of these cells is kept. */
const makeChart = () => {
  const points = Array.from({ length: 30_000 }, (_, index) => `${index}.0`).join(',');
  const chart = `{"data":{"application/json":[${points}]},"metadata":{},"output_type":"display_data"}`;
  const cell = `{"cell_type":"code","execution_count":1,"metadata":{},"outputs":[${chart}],"source":["x"]}`;
  return `{"cells":[${Array.from({ length: 18 }, () => cell).join(',')}],"metadata":{},"nbformat":4,"nbformat_minor":4}`;
};

function timeMs(work: () => void): number {
  const times = Array.from({ length: 9 }, () => {
    const begin = performance.now();
    work();
    return performance.now() - begin;
  });
  return Math.round(median(times));
}

const read = (text: string) => importIpynb(text, { id: 'notebook', name: 'Notebook' });

for (const [kind, text] of [
  ['of text and pictures', makeNotebook(400)],
  ['of 5,000 cells', makeNotebook(5000)],
  ['of numbers only', makeChart()],
] as const) {
  const what = `a notebook ${kind}, ${(text.length / 1024 / 1024).toFixed(1)} MB`;
  const notebook = read(text);
  const limit = kind === 'of text and pictures' ? limitMs : undefined;
  report(
    `Import of ${what}`,
    timeMs(() => read(text)),
    ' ms',
    limit,
  );
  report(
    `Export of ${what}`,
    timeMs(() => exportIpynb(notebook, { outputs: true })),
    ' ms',
    limit,
  );
  report(
    'The same, over the file it came from',
    timeMs(() => exportIpynb(notebook, { outputs: true, original: text })),
    ' ms',
    limit,
  );
}

const large = newDeepnoteFile({ id: 'p', name: 'P' }, [read(makeNotebook(400))], '2026-01-02T03:04:05Z');
const largeText = writeDeepnote(large);
report(
  'Writing of its .deepnote file',
  timeMs(() => writeDeepnote(large)),
  ' ms',
);
report(
  'Reading of it',
  timeMs(() => parseDeepnote(largeText)),
  ' ms',
);

/** How many of the notebooks do not come back byte for byte; those that are not valid need not. */
const folder = process.argv[2];
const texts = folder
  ? await Promise.all(
      (await readdir(folder))
        .filter((name) => name.endsWith('.ipynb'))
        .map(async (name) => [name, await readFile(join(folder, name), 'utf8')] as const),
    )
  : ([
      ['generated', makeNotebook(40)],
      ['generated charts', makeChart()],
    ] as const);
let same = 0;
for (const [name, text] of texts) {
  try {
    const notebook = read(text);
    const file = newDeepnoteFile({ id: 'project', name: 'Project' }, [notebook], new Date().toISOString());
    const [back] = parseDeepnote(writeDeepnote(file)).project.notebooks;
    const isSame = [notebook, back!].every((one) => exportIpynb(one, { outputs: true }) === text);
    if (isSame) same += 1;
    else console.log(`${name} comes back changed`);
  } catch (error) {
    console.log(`${name} is refused: ${String(error)}`);
  }
}
report(`Notebooks that come back byte for byte, of ${texts.length}`, same, '');
