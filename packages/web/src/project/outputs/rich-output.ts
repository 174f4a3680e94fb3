import { type Chart, chartType, findChart, findChartInHtml } from './find-chart.ts';
import { isObject } from './is-object.ts';

/** One output of a cell in the richest of its forms that can be shown here. Texts are whole. */
export type RichOutput =
  | { kind: 'text'; text: string; isStderr: boolean }
  /** What went wrong: its name, its message, and the whole traceback. */
  | { kind: 'error'; name: string; message: string; text: string }
  /** The address of a picture, and how wide it is meant to be. */
  | { kind: 'image'; source: string; width: number | null }
  /** What a program wrote as HTML, not to be trusted; `text` is what it says without. */
  | { kind: 'html'; html: string; text: string | null }
  | { kind: 'markdown' | 'latex'; text: string }
  | { kind: 'json'; value: unknown }
  /** To be drawn; `otherwise` is what it is without. */
  | { kind: 'chart'; chart: Chart; otherwise: RichOutput }
  /** Of a type that needs a program to be shown; `text` is what it says without. */
  | { kind: 'other'; type: string; text: string | null };

interface OutputValue {
  output_type?: unknown;
  name?: unknown;
  /** What `name` is called in format 3. */
  stream?: unknown;
  text?: unknown;
  traceback?: unknown;
  ename?: unknown;
  evalue?: unknown;
  data?: unknown;
  metadata?: unknown;
}

/** Reads one output of a notebook of any format. What is broken comes out as `other`. */
export function toRichOutput(value: unknown): RichOutput {
  const output: OutputValue = isObject(value) ? value : {};
  const type = output.output_type;
  if (type === 'stream') {
    const isStderr = output.name === 'stderr' || output.stream === 'stderr';
    return { kind: 'text', text: joinLines(output.text), isStderr };
  }
  if (type === 'error' || type === 'pyerr') {
    const lines = Array.isArray(output.traceback) ? output.traceback.join('\n') : '';
    const [name, message] = [joinLines(output.ename), joinLines(output.evalue)];
    return { kind: 'error', name, message, text: lines || `${name}: ${message}` };
  }
  // In format 2 and 3 the types stand beside each other, under short names.
  const data = isObject(output.data) ? output.data : toBundle(output);
  const metadata = isObject(output.metadata) ? output.metadata : {};
  const chart = findChart(data);
  if (chart === null) return richestOf(data, metadata, type);
  return { kind: 'chart', chart, otherwise: richestOf(besidesChart(data), metadata, type) };
}

/** What else an output with a chart can be shown as. Its HTML is a page with a script, nothing of which could be. */
function besidesChart({ 'text/html': _, ...data }: Record<string, unknown>): Record<string, unknown> {
  const others = Object.entries(data).filter(([type]) => !chartType.test(type));
  return others.length === 0 ? data : Object.fromEntries(others);
}

const shortNames: Record<string, string> = {
  png: 'image/png',
  jpeg: 'image/jpeg',
  svg: 'image/svg+xml',
  html: 'text/html',
  latex: 'text/latex',
  text: 'text/plain',
};

function toBundle(output: object): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(output).flatMap(([name, value]) => (shortNames[name] ? [[shortNames[name], value]] : [])),
  );
}

function richestOf(
  data: Record<string, unknown>,
  metadata: Record<string, unknown>,
  outputType: unknown,
): RichOutput {
  for (const picture of pictureTypes)
    if (data[picture] !== undefined)
      return {
        kind: 'image',
        source: pictureSource(picture, joinLines(data[picture])),
        width: widthOf(metadata[picture] ?? metadata),
      };
  const textOf = (type: string) => (data[type] === undefined ? null : joinLines(data[type]));
  const text = textOf('text/plain');
  const html = textOf('text/html');
  if (html !== null) {
    const chart = findChartInHtml(html);
    if (chart) return { kind: 'chart', chart, otherwise: { kind: 'other', type: 'vega', text } };
    return { kind: 'html', html, text };
  }
  for (const [type, kind] of [
    ['text/markdown', 'markdown'],
    ['text/latex', 'latex'],
  ] as const) {
    const written = textOf(type);
    if (written !== null) return { kind, text: written };
  }
  if (data['application/json'] !== undefined) return { kind: 'json', value: data['application/json'] };
  const programs = Object.keys(data).filter((type) => type !== 'text/plain');
  if (text !== null && programs.length === 0) return { kind: 'text', text, isStderr: false };
  return { kind: 'other', type: programs.join(', ') || String(outputType ?? 'unknown'), text };
}

const pictureTypes = ['image/png', 'image/jpeg', 'image/gif', 'image/webp', 'image/svg+xml'];

/**
 * The address of a picture that a notebook carries; as the source of an img element it can run nothing.
 * @param content base64, of an SVG its text
 */
export function pictureSource(type: string, content: string): string {
  return type === 'image/svg+xml' && content.includes('<')
    ? `data:${type};charset=utf-8,${encodeURIComponent(content.toWellFormed())}`
    : `data:${type};base64,${content.replace(/\s/g, '')}`;
}

/** The address of the first picture among the types of an attachment; null when there is none. */
export function findPicture(data: Record<string, unknown>): string | null {
  const type = pictureTypes.find((known) => data[known] !== undefined);
  return type === undefined ? null : pictureSource(type, joinLines(data[type]));
}

function widthOf(metadata: unknown): number | null {
  const width = isObject(metadata) ? Number(metadata.width) : Number.NaN;
  return width > 0 && width < 10_000 ? Math.round(width) : null;
}

/** A text of a notebook file: one text, or a list of lines that keep their ends. */
export function joinLines(text: unknown): string {
  return Array.isArray(text) ? text.join('') : String(text ?? '');
}
