import { type JsonStyle, jupyterStyle, writeJson, writeSeries } from './json-style.ts';
import { type JsonNode, type JsonObject, memberOf } from './json-tree.ts';
import { withId } from './merge-cell.ts';
import type { Side } from './merge-values.ts';
import type { NotebookFile } from './read-notebook.ts';

export interface WrittenCell {
  node: JsonObject;
  /** Whose file the node's text is in, when it is unchanged. */
  from: Side | null;
  key: string;
}

/** Writes ours with other cells and metadata. What is unchanged keeps its text, byte for byte. */
export function writeMerge(
  ours: NotebookFile,
  theirs: NotebookFile,
  cells: WrittenCell[],
  metadata: JsonNode | undefined,
): string {
  const { style } = ours;
  const files = { ours, theirs };
  const formatMinor = Math.max(ours.formatMinor, theirs.formatMinor);
  const hasIds = ours.format === 4 && formatMinor >= 5;
  const { node: list, depth } = ours.cellList!;
  const isKept = ({ node, from }: WrittenCell) =>
    from === 'ours' && (memberOf(node, 'id') !== undefined || formatMinor === ours.formatMinor);
  const ids = new Set(cells.filter(isKept).map(({ node }) => idOf(node)));
  const parts = cells.map((cell) => {
    const { node, from, key } = cell;
    const id = idOf(node);
    if (hasIds && !isKept(cell) && (id === null || ids.has(id)))
      return writeJson(withFreshId(node, key), style, depth + 1);
    ids.add(id);
    if (from && isSameStyle(files[from].style, style)) return textOf(files[from], node);
    return writeJson(node, style, depth + 1);
  });
  const isUntouched =
    parts.length === ours.cells.length &&
    ours.cells.every((cell, index) => parts[index] === textOf(ours, cell.node));

  const edits: Edit[] = [];
  if (!isUntouched) edits.push({ node: list, text: writeSeries('[]', parts, style, depth) });
  if (metadata && metadata !== ours.metadata && ours.metadata)
    edits.push({ node: ours.metadata, text: writeJson(metadata, style, 1) });
  const minor = memberOf(ours.root, 'nbformat_minor');
  if (minor && formatMinor !== ours.formatMinor) edits.push({ node: minor, text: String(formatMinor) });
  return replaceAll(ours.text, edits);
}

interface Edit {
  node: JsonNode;
  text: string;
}

function replaceAll(text: string, edits: Edit[]): string {
  let result = text;
  for (const { node, text: replacement } of edits.toSorted((a, b) => b.node.start! - a.node.start!))
    result = result.slice(0, node.start) + replacement + result.slice(node.end);
  return result;
}

function idOf(node: JsonObject): string | null {
  const id = memberOf(node, 'id');
  return id?.kind === 'string' ? id.value : null;
}

const textOf = (file: NotebookFile, { start, end }: JsonObject) => file.text.slice(start, end);

const isSameStyle = (a: JsonStyle, b: JsonStyle) =>
  a.indent === b.indent &&
  a.newline === b.newline &&
  a.ascii === b.ascii &&
  a.colon === b.colon &&
  a.comma === b.comma;

/** An id of nbformat 4.5 (1–64 of letters, digits, `-`, `_`) that is the same whenever this merge is made again. */
function withFreshId(node: JsonObject, key: string): JsonObject {
  // FNV-1a, 32 bits.
  let hash = 0x811c9dc5;
  for (const unit of `${key}\n${writeJson(node, jupyterStyle)}`) {
    hash = Math.imul(hash ^ unit.codePointAt(0)!, 0x01000193) >>> 0;
  }
  return withId(node, hash.toString(16).padStart(8, '0'));
}
