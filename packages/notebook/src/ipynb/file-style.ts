import { detectStyle, type JsonStyle, jupyterStyle } from '../json-style.ts';
import { type JsonNode, type JsonObject, memberOf } from '../json-tree.ts';
import { byCodePoint, isRecord } from '../json-value.ts';
import { textOf } from './lines.ts';

/** How a tool writes .ipynb files, as far as they differ in it. */
export interface FileStyle extends JsonStyle {
  /** Members stand in the order of their names. */
  isSorted: boolean;
  /** Sources are one text, not a list of lines. */
  isSourceOneText: boolean;
  /** The order of a cell's members by its type, where they are not sorted. */
  order: Record<string, string[]>;
  /** What stands behind the last bracket. */
  ending: string;
}

/** As Jupyter writes. */
export const newFileStyle: FileStyle = {
  ...jupyterStyle,
  isSorted: true,
  isSourceOneText: false,
  order: {},
  ending: '\n',
};

export function detectFileStyle(text: string, root: JsonObject, cells: JsonObject[]): FileStyle {
  const isSorted = isSortedThroughout(root);
  const order: Record<string, string[]> = {};
  let isSourceOneText: boolean | null = null;
  for (const cell of cells) {
    const type = textOf(memberOf(cell, 'cell_type')) ?? '';
    if (!isSorted && !Object.hasOwn(order, type) && type !== '__proto__')
      order[type] = [...new Set(cell.members.map(({ key }) => key))];
    const source = memberOf(cell, 'source');
    if (isSourceOneText === null && textOf(source)) isSourceOneText = source?.kind === 'string';
  }
  return {
    ...detectStyle(text),
    isSorted,
    isSourceOneText: isSourceOneText ?? false,
    order,
    ending: text.slice(root.end),
  };
}

/** Puts members in the order the file has them in; those it has nowhere come last. */
export function inOrder(object: JsonObject, type: string, { isSorted, order }: FileStyle): JsonObject {
  const known = isSorted || !Object.hasOwn(order, type) ? null : order[type]!;
  const rank = (key: string) => known!.indexOf(key) + 1 || known!.length + 1;
  const members = object.members.toSorted((a, b) =>
    known ? rank(a.key) - rank(b.key) : byCodePoint(a.key, b.key),
  );
  return { kind: 'object', members };
}

export const isFileStyle = (value: unknown): value is FileStyle =>
  isRecord(value) &&
  typeof value.indent === 'string' &&
  /^[ \t]{0,16}$/.test(value.indent) &&
  (value.newline === '\n' || value.newline === '\r\n') &&
  [value.comma, value.colon].every((sign) => typeof sign === 'string' && /^[ \t]*[,:][ \t]*$/.test(sign)) &&
  typeof value.ascii === 'boolean' &&
  typeof value.isSorted === 'boolean' &&
  typeof value.isSourceOneText === 'boolean' &&
  typeof value.ending === 'string' &&
  value.ending.trim() === '' &&
  isRecord(value.order) &&
  Object.values(value.order).every(Array.isArray);

function isSortedThroughout(node: JsonNode): boolean {
  if (node.kind === 'array') return node.items.every(isSortedThroughout);
  if (node.kind !== 'object') return true;
  return node.members.every(
    ({ key, value }, at) =>
      (at === 0 || byCodePoint(node.members[at - 1]!.key, key) <= 0) && isSortedThroughout(value),
  );
}
