import { type Cell, toValue } from '@notelab/notebook';

/** How one output of a cell is shown. */
export type ShownOutput =
  | { kind: 'text' | 'error'; text: string }
  /** The address of a picture. */
  | { kind: 'image'; source: string }
  /** What a program wrote as HTML, not to be trusted; `text` is what it says without. */
  | { kind: 'html'; html: string; text: string | null }
  /** Of a type that is named instead of shown. */
  | { kind: 'other'; type: string };

/** More is cut off: nobody reads it, and the page would stand still. */
const mostCharacters = 50_000;

/** The outputs of a cell, each in the richest form that can be shown. */
export function showOutputs(cell: Pick<Cell, 'outputs'> | null): ShownOutput[] {
  return (cell?.outputs ?? []).map((node) => showOutput(toValue(node)));
}

interface OutputValue {
  output_type?: unknown;
  text?: unknown;
  traceback?: unknown;
  ename?: unknown;
  evalue?: unknown;
  data?: unknown;
}

function showOutput(value: unknown): ShownOutput {
  const output: OutputValue = typeof value === 'object' && value !== null ? value : {};
  if (output.output_type === 'stream') return { kind: 'text', text: shorten(joinLines(output.text)) };
  if (output.output_type === 'error') {
    const lines = Array.isArray(output.traceback) ? output.traceback.join('\n') : '';
    return { kind: 'error', text: shorten(lines || `${output.ename}: ${output.evalue}`) };
  }
  // In format 2 and 3 the types stand beside each other, under short names.
  const isBundle = typeof output.data === 'object' && output.data !== null;
  return showData(isBundle ? (output.data as Record<string, unknown>) : toBundle(output), output.output_type);
}

const shortNames: Record<string, string> = {
  png: 'image/png',
  jpeg: 'image/jpeg',
  svg: 'image/svg+xml',
  html: 'text/html',
  text: 'text/plain',
};

function toBundle(output: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(output).flatMap(([name, value]) => (shortNames[name] ? [[shortNames[name], value]] : [])),
  );
}

function showData(data: Record<string, unknown>, type: unknown): ShownOutput {
  for (const picture of ['image/png', 'image/jpeg', 'image/gif', 'image/webp'])
    if (data[picture] !== undefined)
      return {
        kind: 'image',
        source: `data:${picture};base64,${joinLines(data[picture]).replace(/\s/g, '')}`,
      };
  const svg = data['image/svg+xml'];
  // As the source of an img element a drawing can run nothing.
  if (svg !== undefined)
    return {
      kind: 'image',
      source: `data:image/svg+xml;charset=utf-8,${encodeURIComponent(joinLines(svg))}`,
    };
  const plain = data['text/plain'] === undefined ? null : shorten(joinLines(data['text/plain']));
  const html = data['text/html'];
  if (html !== undefined && joinLines(html).length <= mostCharacters * 4)
    return { kind: 'html', html: joinLines(html), text: plain };
  for (const text of ['text/markdown', 'text/latex'])
    if (data[text] !== undefined) return { kind: 'text', text: shorten(joinLines(data[text])) };
  if (plain !== null) return { kind: 'text', text: plain };
  if (data['application/json'] !== undefined)
    return { kind: 'text', text: shorten(JSON.stringify(data['application/json'], null, 2)) };
  return { kind: 'other', type: Object.keys(data).join(', ') || String(type ?? 'unknown') };
}

const joinLines = (text: unknown) => (Array.isArray(text) ? text.join('') : String(text ?? ''));

function shorten(text: string): string {
  if (text.length <= mostCharacters) return text;
  const left = text.length - mostCharacters;
  return `${text.slice(0, mostCharacters)}\n… ${left.toLocaleString('en-GB')} more characters`;
}
