// How long the difference and the merge of a large notebook take, reading and writing included.
import { diffNotebooks, mergeNotebooks, readNotebook } from '@notelab/notebook';
import { median } from './median.ts';
import { report } from './report.ts';

const sizeBytes = 4 * 1024 * 1024;
const cellCount = 400;
const limitMs = 500;

/** A cell as in a long analysis: some lines of code, a printed table, and a picture in every fourth. */
function makeCell(index: number, { line = '', withId = true } = {}) {
  const source = Array.from(
    { length: 12 },
    (_, at) => `step_${index}_${at} = frame.column_${at}.rolling(${index}).mean()`,
  );
  if (line) source[6] = line;
  const picture = { 'image/png': 'iVBORw0KGgo'.repeat(Math.floor(((sizeBytes / cellCount) * 3.2) / 11)) };
  const printed = { name: 'stdout', output_type: 'stream', text: source.map((text) => `${text} 0.123\n`) };
  return {
    cell_type: 'code',
    execution_count: index,
    ...(withId && { id: `cell-${index}` }),
    metadata: {},
    outputs: index % 4 === 0 ? [{ data: picture, metadata: {}, output_type: 'display_data' }] : [printed],
    source: source.map((text) => `${text}\n`),
  };
}

function makeNotebook(change: (index: number) => string, { withId = true } = {}): string {
  const cells = Array.from({ length: cellCount }, (_, index) =>
    makeCell(index, { line: change(index), withId }),
  );
  return `${JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: withId ? 5 : 4 }, null, 1)}\n`;
}

for (const withId of [true, false]) {
  const base = makeNotebook(() => '', { withId });
  const ours = makeNotebook((index) => (index % 10 === 3 ? `ours_${index} = 1` : ''), { withId });
  const theirs = makeNotebook((index) => (index % 10 === 7 || index === 3 ? `theirs_${index} = 2` : ''), {
    withId,
  });
  const sizeMb = (base.length / 1024 / 1024).toFixed(1);
  const kind = `${sizeMb} MB, ${withId ? 'with' : 'without'} ids`;

  report(
    `Difference of a notebook of ${kind}`,
    timeMs(() => diffNotebooks(readNotebook(base), readNotebook(ours))),
    ' ms',
    limitMs,
  );
  report(
    `Merge of a notebook of ${kind}`,
    timeMs(() => {
      const merge = mergeNotebooks(readNotebook(base), readNotebook(ours), readNotebook(theirs));
      if (merge.conflicts.length !== 1) throw new Error(`${merge.conflicts.length} conflicts instead of one`);
      merge.write(Object.fromEntries(merge.conflicts.map(({ key }) => [key, 'theirs'])));
    }),
    ' ms',
    limitMs,
  );
}

// The worst to match: long texts without ids, every one of them changed.
const [before, after] = ['alpha', 'beta'].map((word) => makeProse(word));
report(
  'Difference of 140 rewritten texts of 29 kB, without ids',
  timeMs(() => diffNotebooks(readNotebook(before!), readNotebook(after!))),
  ' ms',
  limitMs,
);

function makeProse(word: string): string {
  const cells = Array.from({ length: 140 }, (_, cell) => ({
    cell_type: 'markdown',
    metadata: {},
    source: Array.from({ length: 1500 }, (_, line) => `word${(cell * 7 + line) % 977} ${word} ${line}\n`),
  }));
  return JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 4 });
}

function timeMs(work: () => void): number {
  const times = Array.from({ length: 7 }, () => {
    const begin = performance.now();
    work();
    return performance.now() - begin;
  });
  return Math.round(median(times));
}
