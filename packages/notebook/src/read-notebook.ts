import { detectStyle, type JsonStyle } from './json-style.ts';
import {
  type JsonArray,
  type JsonNode,
  type JsonObject,
  JsonSyntaxError,
  memberOf,
  parseJson,
} from './json-tree.ts';

const knownTypes = new Set(['code', 'markdown', 'raw', 'heading', 'html']);

/** A file that is no notebook, with a sentence that names the place where it can be named. */
export class NotebookFileError extends Error {}

export interface Cell {
  /** From nbformat 4.5 on; not every tool keeps them unique. */
  id: string | null;
  /** `code`, `markdown`, `raw`; in old files also `heading` and `html`. */
  type: string;
  source: string;
  outputs: JsonNode[];
  node: JsonObject;
}

/** An .ipynb file: what it says, and its text, so that what is not changed stays as it was written. */
export interface NotebookFile {
  text: string;
  style: JsonStyle;
  root: JsonObject;
  /** Versions of the format (nbformat), 2–4 and its minor number. */
  format: number;
  formatMinor: number;
  metadata: JsonObject | null;
  cells: Cell[];
  /** The array that the cells stand in, and how deep; null when a file of format 2 or 3 has several worksheets. */
  cellList: { node: JsonArray; depth: number } | null;
}

/**
 * Reads an .ipynb file of nbformat 2 to 4. Only the frame is checked (a list of cells, each with a type and a
 * source): what a tool put beyond that is kept as it is. Throws a NotebookFileError.
 */
export function readNotebook(text: string): NotebookFile {
  const root = readRoot(text.startsWith('\uFEFF') ? ` ${text.slice(1)}` : text);
  const format = numberOf(memberOf(root, 'nbformat'));
  if (format === null)
    throw new NotebookFileError('This is no notebook: it does not say its format (nbformat).');
  if (format < 2 || format > 4)
    throw new NotebookFileError(`Notebooks of format ${format} cannot be read here.`);
  const metadata = memberOf(root, 'metadata');
  const lists = format === 4 ? [memberOf(root, 'cells')] : readWorksheets(root);
  const nodes = lists.flatMap((list) => {
    if (list?.kind !== 'array') throw new NotebookFileError('This is no notebook: it has no list of cells.');
    return list.items;
  });
  const [onlyList] = lists;
  return {
    text,
    style: detectStyle(text),
    root,
    format,
    formatMinor: numberOf(memberOf(root, 'nbformat_minor')) ?? 0,
    metadata: metadata?.kind === 'object' ? metadata : null,
    cells: nodes.map((node, index) => toCell(node, index, { text, format })),
    cellList:
      lists.length === 1 && onlyList?.kind === 'array'
        ? { node: onlyList, depth: format === 4 ? 1 : 3 }
        : null,
  };
}

function readRoot(text: string): JsonObject {
  try {
    const root = parseJson(text);
    if (root.kind === 'object') return root;
  } catch (error) {
    if (error instanceof JsonSyntaxError)
      throw new NotebookFileError(`This file is broken. ${error.message}.`);
    throw error;
  }
  throw new NotebookFileError('This is no notebook: there is no object at its top.');
}

function readWorksheets(root: JsonObject): (JsonNode | undefined)[] {
  const worksheets = memberOf(root, 'worksheets');
  if (worksheets?.kind !== 'array') throw new NotebookFileError('This is no notebook: it has no worksheets.');
  return worksheets.items.map((worksheet) => memberOf(worksheet, 'cells'));
}

/**
 * Reads one cell. Throws a NotebookFileError that counts cells from 1.
 * @param file its text, to name the place in it, and its format
 */
export function toCell(node: JsonNode, index: number, { text = '', format = 4 } = {}): Cell {
  const type = memberOf(node, 'cell_type');
  if (node.kind !== 'object' || type?.kind !== 'string')
    throw new NotebookFileError(`Cell ${index + 1} of this notebook says no type${placeOf(text, node)}.`);
  const source = readSource(node, type.value, format);
  if (source === null)
    throw new NotebookFileError(`Cell ${index + 1} of this notebook has no source${placeOf(text, node)}.`);
  const id = memberOf(node, 'id');
  const outputs = memberOf(node, 'outputs');
  return {
    id: id?.kind === 'string' ? id.value : null,
    type: type.value,
    source,
    outputs: outputs?.kind === 'array' ? outputs.items : [],
    node,
  };
}

/** Code of format 2 and 3 is called `input`. */
export function sourceKeyOf(cell: JsonObject): 'source' | 'input' {
  return memberOf(cell, 'source') === undefined && memberOf(cell, 'input') !== undefined ? 'input' : 'source';
}

/**
 * Sources are one text or a list of lines that keep their ends; before format 4 lines may have lost them. Types of
 * cells to come may have no source. Null for anything else.
 */
function readSource(node: JsonObject, type: string, format: number): string | null {
  const source = memberOf(node, sourceKeyOf(node));
  if (source?.kind === 'string') return source.value;
  if (source?.kind !== 'array') return source === undefined && !knownTypes.has(type) ? '' : null;
  const lines = source.items.flatMap((line) => (line.kind === 'string' ? line.value : []));
  if (lines.length < source.items.length) return null;
  const haveNoEnds = format < 4 && lines.length > 1 && !/[\n\r]$/.test(lines[0]!);
  return lines.join(haveNoEnds ? '\n' : '');
}

/** ` (line 3, column 5)`; empty for values that were not read from the text. */
export function placeOf(text: string, { start }: JsonNode): string {
  if (start === undefined || text === '') return '';
  const before = text.slice(0, start).split('\n');
  return ` (line ${before.length}, column ${before.at(-1)!.length + 1})`;
}

function numberOf(node: JsonNode | undefined): number | null {
  if (node?.kind !== 'scalar') return null;
  const value = Number(node.text);
  return Number.isInteger(value) ? value : null;
}
