import { type JsonStyle, writeJson, writeSeries } from '../json-style.ts';
import { type JsonArray, type JsonNode, type JsonObject, memberOf, withMember } from '../json-tree.ts';
import { graft } from './graft.ts';

/** A file whose cells are replaced; everything else stays unless it must change. */
export interface BaseText {
  text: string;
  root: JsonObject;
  list: JsonArray;
}

export interface NewParts {
  cells: string[];
  metadata: JsonObject;
  minor: number;
}

const members = ['cells', 'metadata', 'nbformat', 'nbformat_minor'];

/** Writes the base with other cells, metadata and version. */
export function writeOnBase({ text, root, list }: BaseText, parts: NewParts, style: JsonStyle): string {
  const written = (node: JsonNode): string => text.slice(node.start, node.end);
  const cells = writeList(text, list, parts.cells, style);
  const metadata = graft(parts.metadata, memberOf(root, 'metadata'), text);
  const minor = memberOf(root, 'nbformat_minor');
  const minorText = minor && Number(written(minor)) === parts.minor ? written(minor) : String(parts.minor);
  const isWhole =
    members.every((name) => memberOf(root, name)) &&
    new Set(root.members.map(({ key }) => key)).size === root.members.length &&
    (parts.minor > 5 || root.members.length === members.length);
  if (isWhole)
    return replaceAll(text, [
      { node: list, by: cells },
      { node: memberOf(root, 'metadata')!, by: writeJson(metadata, style, 1) },
      { node: minor!, by: minorText },
    ]);
  const scalar = (value: string): JsonNode => ({ kind: 'scalar', text: value });
  let rebuilt: JsonObject = {
    kind: 'object',
    members: root.members.filter(({ key }) => members.includes(key)),
  };
  rebuilt = withMember(rebuilt, 'cells', scalar(cells));
  rebuilt = withMember(rebuilt, 'metadata', metadata);
  rebuilt = withMember(rebuilt, 'nbformat', scalar('4'));
  rebuilt = withMember(rebuilt, 'nbformat_minor', scalar(minorText));
  return text.slice(0, root.start) + writeJson(rebuilt, style) + text.slice(root.end);
}

/** The text of the list with a part for each cell; what stands between cells is as between the first two. */
function writeList(
  text: string,
  { items, start, end }: JsonArray,
  cells: string[],
  style: JsonStyle,
): string {
  const [first, last] = [items[0], items.at(-1)];
  if (!first || !last)
    return cells.length === 0 ? text.slice(start, end) : writeSeries('[]', cells, style, 1);
  if (cells.length === 0) return '[]';
  const between = items.slice(1).map((item, at) => text.slice(items[at]!.end, item.start));
  const usual = style.indent === '' ? style.comma : `,${style.newline}${style.indent.repeat(2)}`;
  const separator = (at: number) =>
    between.length === cells.length - 1 ? between[at]! : (between[0] ?? usual);
  const body = cells.map((cell, at) => (at === 0 ? cell : separator(at - 1) + cell)).join('');
  return text.slice(start, first.start) + body + text.slice(last.end, end);
}

function replaceAll(text: string, edits: { node: JsonNode; by: string }[]): string {
  let result = '';
  let at = 0;
  for (const { node, by } of edits.toSorted((a, b) => a.node.start! - b.node.start!)) {
    result += text.slice(at, node.start) + by;
    at = node.end!;
  }
  return result + text.slice(at);
}

/** The text of a file with a `0` for each cell: once where all stand the same way apart, else for every one. */
export function frameOf(text: string, { items }: JsonArray): string {
  const between = items.slice(1).map((item, at) => text.slice(items[at]!.end, item.start));
  const kept = between.every((one) => one === between[0]) ? between.slice(0, 1) : between;
  const [first, last] = [items[0], items.at(-1)];
  if (!first || !last) return text;
  return `${text.slice(0, first.start)}0${kept.map((one) => `${one}0`).join('')}${text.slice(last.end)}`;
}

/** The frame of a file for so many cells. */
export function newFrame(metadata: JsonObject, minor: number, cellCount: number): JsonObject {
  const scalar = (value: number): JsonNode => ({ kind: 'scalar', text: String(value) });
  const items = Array.from({ length: Math.min(cellCount, 2) }, () => scalar(0));
  return {
    kind: 'object',
    members: [
      { key: 'cells', value: { kind: 'array', items } },
      { key: 'metadata', value: metadata },
      { key: 'nbformat', value: scalar(4) },
      { key: 'nbformat_minor', value: scalar(minor) },
    ],
  };
}
