import { type Html, html } from './html.ts';
import { type LinkTargets, renderMarkdown } from './markdown.ts';

interface Cell {
  cell_type?: unknown;
  source?: unknown;
  execution_count?: unknown;
  outputs?: unknown;
}

function toText(value: unknown): string {
  if (Array.isArray(value)) return value.map(String).join('');
  return typeof value === 'string' ? value : '';
}

function outputText(output: unknown): string {
  const { text, data, ename, evalue } = (output ?? {}) as Record<string, unknown>;
  const plain = (data as Record<string, unknown> | undefined)?.['text/plain'];
  const error = typeof ename === 'string' ? `${ename}: ${String(evalue ?? '')}` : '';
  return toText(text) || toText(plain) || error;
}

function renderCell(cell: Cell, targets: LinkTargets): Html {
  const source = toText(cell.source);
  if (cell.cell_type === 'markdown') return html`<div class="prose">${renderMarkdown(source, targets)}</div>`;
  const outputs = Array.isArray(cell.outputs)
    ? cell.outputs.map(outputText).filter((text) => text !== '')
    : [];
  const count = typeof cell.execution_count === 'number' ? cell.execution_count : ' ';
  return html`<div class="cell"><span class="faint mono">[${count}]</span>
    <div class="grow"><pre>${source}</pre>${outputs.map((text) => html`<pre class="output">${text}</pre>`)}</div></div>`;
}

/** A notebook's cells with their text outputs; null when the file is no notebook. */
export function renderNotebook(text: string, targets: LinkTargets): Html | null {
  let cells: unknown;
  try {
    cells = (JSON.parse(text) as { cells?: unknown }).cells;
  } catch {
    return null;
  }
  if (!Array.isArray(cells)) return null;
  return html`<div class="notebook">${cells.map((cell: Cell) => renderCell(cell ?? {}, targets))}</div>`;
}
