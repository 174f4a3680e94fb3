import { createHash } from 'node:crypto';

type Json = string | number | boolean | null | Json[] | { [key: string]: Json };

export interface SeedCell {
  type: 'markdown' | 'code';
  source: string;
  /** What the cell printed when it was run; its number follows from the order. */
  printed?: string;
}

export const markdown = (source: string): SeedCell => ({ type: 'markdown', source });
export const code = (source: string, printed?: string): SeedCell => ({ type: 'code', source, printed });

function toLines(text: string): string[] {
  return text.split(/(?<=\n)/).filter((line) => line !== '');
}

function sortKeys(value: Json): Json {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.keys(value)
      .sort()
      .map((key) => [key, sortKeys(value[key]!)]),
  );
}

function toCells(name: string, cells: SeedCell[]): Json[] {
  let executionCount = 0;
  return cells.map((cell, index): Json => {
    const id = createHash('sha256').update(`${name} ${index}`).digest('hex').slice(0, 8);
    const source = toLines(cell.source);
    if (cell.type === 'markdown') return { cell_type: 'markdown', id, metadata: {}, source };
    const isRun = cell.printed !== undefined;
    if (isRun) executionCount += 1;
    const outputs: Json[] = cell.printed
      ? [{ name: 'stdout', output_type: 'stream', text: toLines(cell.printed) }]
      : [];
    return {
      cell_type: 'code',
      execution_count: isRun ? executionCount : null,
      id,
      metadata: {},
      outputs,
      source,
    };
  });
}

/** A notebook as Jupyter writes it: nbformat 4.5, sorted keys, indented by one space, newline at the end. */
export function toIpynb(name: string, cells: SeedCell[]): string {
  const notebook: Json = {
    cells: toCells(name, cells),
    metadata: {
      kernelspec: { display_name: 'Python 3 (ipykernel)', language: 'python', name: 'python3' },
      language_info: {
        codemirror_mode: { name: 'ipython', version: 3 },
        file_extension: '.py',
        mimetype: 'text/x-python',
        name: 'python',
        nbconvert_exporter: 'python',
        pygments_lexer: 'ipython3',
        version: '3.11.7',
      },
    },
    nbformat: 4,
    nbformat_minor: 5,
  };
  return `${JSON.stringify(sortKeys(notebook), null, 1)}\n`;
}
