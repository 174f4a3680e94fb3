import {
  type JsonNode,
  type JsonObject,
  jsonNull,
  jsonNumber,
  jsonString,
  memberOf,
  parseJson,
} from '../json-tree.ts';
import { joinLines, linesNode, textOf } from './lines.ts';

type Members = Map<string, JsonNode>;

/** Names of kinds of data before format 4. */
const mimeTypes: Record<string, string> = {
  text: 'text/plain',
  html: 'text/html',
  svg: 'image/svg+xml',
  png: 'image/png',
  jpeg: 'image/jpeg',
  latex: 'text/latex',
  json: 'application/json',
  javascript: 'application/javascript',
};
const linedMimeTypes = new Set(['image/svg+xml', 'application/javascript']);

/**
 * Turns a notebook of format 2 or 3 into one of 4.5, step by step as Jupyter's own reader does: worksheets become
 * one list, headings markdown, `pyout` and `pyerr` outputs what they are called today. Ids are given later.
 */
export function upgrade(root: JsonObject, format: number): JsonObject {
  const members = membersOf(root);
  const worksheets = members.get('worksheets');
  const cells = (worksheets?.kind === 'array' ? worksheets.items : []).flatMap((worksheet) => {
    const list = memberOf(worksheet, 'cells');
    return list?.kind === 'array' ? list.items : [];
  });
  const metadata = membersOf(members.get('metadata'));
  for (const name of ['name', 'signature', 'orig_nbformat', 'orig_nbformat_minor']) metadata.delete(name);
  for (const name of ['worksheets', 'orig_nbformat', 'orig_nbformat_minor']) members.delete(name);
  members.set('cells', { kind: 'array', items: cells.map((cell) => upgradeCell(membersOf(cell), format)) });
  members.set('metadata', toObject(metadata));
  members.set('nbformat', jsonNumber(4));
  members.set('nbformat_minor', jsonNumber(5));
  return toObject(members);
}

function upgradeCell(cell: Members, format: number): JsonNode {
  const type = textOf(cell.get('cell_type'));
  const metadata = membersOf(cell.get('metadata'));
  metadata.delete('trusted');
  cell.delete('trusted');
  const source = joined(cell.get(type === 'code' ? 'input' : 'source'), format) ?? '';
  cell.set('source', linesNode(source));
  if (type === 'code') {
    const collapsed = cell.get('collapsed');
    if (collapsed) metadata.set('collapsed', collapsed);
    const outputs = cell.get('outputs');
    const items = outputs?.kind === 'array' ? outputs.items : [];
    cell.set('execution_count', cell.get('prompt_number') ?? jsonNull());
    cell.set('outputs', {
      kind: 'array',
      items: items.map((item) => upgradeOutput(membersOf(item), format)),
    });
    for (const name of ['language', 'collapsed', 'input', 'prompt_number']) cell.delete(name);
  } else if (type === 'heading') {
    const level = Number(scalarOf(cell.get('level')) ?? 1);
    cell.set('source', linesNode(`${'#'.repeat(Math.min(Math.max(level, 0), 100))} ${joinLines(source)}`));
    cell.delete('level');
  }
  if (type === 'heading' || type === 'html') cell.set('cell_type', jsonString('markdown'));
  cell.set('metadata', toObject(metadata));
  return toObject(cell);
}

function upgradeOutput(output: Members, format: number): JsonNode {
  const type = textOf(output.get('output_type'));
  if (type === 'pyerr') output.set('output_type', jsonString('error'));
  if (type === 'stream') {
    output.set('name', output.get('stream') ?? jsonString('stdout'));
    output.delete('stream');
    output.set('text', linesNode(joined(output.get('text'), format) ?? ''));
  }
  if (type !== 'pyout' && type !== 'display_data') return toObject(output);

  const data: Members = new Map();
  for (const [name, value] of output) {
    if (['output_type', 'metadata', 'execution_count'].includes(name)) continue;
    if (type === 'pyout' && name === 'prompt_number') continue;
    const mimeType = Object.hasOwn(mimeTypes, name) ? mimeTypes[name]! : name;
    data.set(mimeType, upgradeData(mimeType, value, format));
  }
  const metadata = [...membersOf(output.get('metadata'))].map(([name, value]): [string, JsonNode] => [
    Object.hasOwn(mimeTypes, name) ? mimeTypes[name]! : name,
    value,
  ]);
  const result: Members = new Map<string, JsonNode>([
    ['data', toObject(data)],
    ['metadata', toObject(new Map(metadata))],
    ['output_type', jsonString(type === 'pyout' ? 'execute_result' : type)],
  ]);
  if (type === 'pyout') result.set('execution_count', output.get('prompt_number') ?? jsonNull());
  return toObject(result);
}

function upgradeData(mimeType: string, value: JsonNode, format: number): JsonNode {
  const text = joined(value, format);
  if (text === null) return value;
  if (mimeType === 'application/json') {
    try {
      return withoutPlaces(parseJson(text));
    } catch {
      return jsonString(text);
    }
  }
  return mimeType.startsWith('text/') || linedMimeTypes.has(mimeType) ? linesNode(text) : jsonString(text);
}

/** Old files have lists of lines without their ends; format 3 has both kinds. */
function joined(node: JsonNode | undefined, format: number): string | null {
  const first = node?.kind === 'array' ? textOf(node.items[0]) : null;
  const hasEnds = format === 3 && first !== null && /[\n\r]$/.test(first);
  return textOf(node, hasEnds ? '' : '\n');
}

const scalarOf = (node: JsonNode | undefined) => (node?.kind === 'scalar' ? node.text : undefined);

const membersOf = (node: JsonNode | undefined): Members =>
  new Map(node?.kind === 'object' ? node.members.map(({ key, value }) => [key, value]) : []);

const toObject = (members: Members): JsonObject => ({
  kind: 'object',
  members: [...members].map(([key, value]) => ({ key, value })),
});

/** Its places are those of another text. */
function withoutPlaces(node: JsonNode): JsonNode {
  if (node.kind === 'array') return { kind: 'array', items: node.items.map(withoutPlaces) };
  if (node.kind === 'object')
    return {
      kind: 'object',
      members: node.members.map(({ key, value }) => ({ key, value: withoutPlaces(value) })),
    };
  return node.kind === 'string' ? jsonString(node.value) : { kind: 'scalar', text: node.text };
}
