import { compareCells, hasSameOutputs } from './diff-notebooks.ts';
import { type JsonNode, type JsonObject, jsonNull, jsonString, memberOf, withMember } from './json-tree.ts';
import { mergeJson, mergeText, mergeWhole, type Side } from './merge-values.ts';
import { type Cell, sourceKeyOf } from './read-notebook.ts';

/** What of a cell both sides changed, differently. */
export type ConflictPart = 'source' | 'metadata';

export interface MergedCell {
  /** Empty when the cell merged by itself. */
  conflicts: ConflictPart[];
  /** The cell with everything that merged by itself; where it did not, ours stands. */
  node: JsonObject;
  /** The side that the cell is taken from unchanged, or null when it is made of both. */
  from: Side | null;
  /** Both sides ran it, with different results, or the code is made of both: run it again. */
  outputsDropped: boolean;
}

/** Members of a cell's metadata that tools write by themselves. */
const toolNames = new Set([
  'ExecuteTime',
  'colab',
  'collapsed',
  'deletable',
  'editable',
  'execution',
  'executionInfo',
  'jupyter',
  'outputId',
  'pycharm',
  'scrolled',
  'trusted',
  'vscode',
]);

/** Merges the three states of one cell. Outputs and execution counts never are a conflict. */
export function mergeCell(base: Cell | null, ours: Cell, theirs: Cell): MergedCell {
  const source = mergeSource(base, ours, theirs);
  const metadata = mergeMember('metadata', base, ours, theirs);
  const attachments = mergeMember('attachments', base, ours, theirs);
  const conflicts: ConflictPart[] = [];
  if (source.conflict) conflicts.push('source');
  if (metadata.conflicts.length + attachments.conflicts.length > 0) conflicts.push('metadata');

  const { source: text, type } = source.conflict ? ours : source.value;
  const outputs = chooseOutputs(base, ours, theirs, text);
  let node = outputs === 'theirs' ? withOutputsOf(ours.node, theirs.node) : ours.node;
  node = withSource(node, text);
  if (type !== ours.type) node = asTypeOf(node, theirs.node);
  if (metadata.value) node = withMember(node, 'metadata', metadata.value);
  if (attachments.value || memberOf(node, 'attachments'))
    node = withMember(node, 'attachments', attachments.value);
  if (ours.id === null && theirs.id !== null) node = withId(node, theirs.id);
  const outputsDropped = outputs === null && (ours.outputs.length > 0 || theirs.outputs.length > 0);
  if (outputs === null) node = withoutOutputs(node);

  const result: Cell = { ...ours, node, source: text, type, outputs: readOutputs(node) };
  const from = isSameCell(result, ours) ? 'ours' : isSameCell(result, theirs) ? 'theirs' : null;
  return { conflicts, node: from ? { ours, theirs }[from].node : node, from, outputsDropped };
}

/** Whether somebody who edits would see a difference: outputs do not count. */
export function hasSameContent(a: Cell, b: Cell): boolean {
  const { source, metadata } = compareCells(a, b);
  return !source && !metadata;
}

/** The cell with another source, written as its own was: as one text or as lines. */
export function withSource(node: JsonObject, text: string): JsonObject {
  const key = sourceKeyOf(node);
  const old = memberOf(node, key);
  if (old?.kind === 'string') return old.value === text ? node : withMember(node, key, jsonString(text));
  const lines = text.match(/[^\n]*\n|[^\n]+/g) ?? [];
  const isSame =
    old?.kind === 'array' &&
    old.items.length === lines.length &&
    old.items.every((item, index) => item.kind === 'string' && item.value === lines[index]);
  return isSame ? node : withMember(node, key, { kind: 'array', items: lines.map(jsonString) });
}

/** The cell with one side's state of what is in conflict. Outputs go with the source. */
export function withPartsOf(node: JsonObject, side: Cell, parts: ConflictPart[]): JsonObject {
  let result = node;
  if (parts.includes('source'))
    result = withSource(withOutputsOf(asTypeOf(result, side.node), side.node), side.source);
  if (parts.includes('metadata'))
    for (const key of ['metadata', 'attachments']) result = withMember(result, key, memberOf(side.node, key));
  return result;
}

/** The cell as if it had not run yet. */
export function withoutOutputs(node: JsonObject): JsonObject {
  let cleared = node;
  if (memberOf(node, 'outputs')) cleared = withMember(cleared, 'outputs', { kind: 'array', items: [] });
  for (const count of ['execution_count', 'prompt_number'])
    if (memberOf(node, count)) cleared = withMember(cleared, count, jsonNull());
  return cleared;
}

/** An id stands where Jupyter writes it: names are sorted there. */
export function withId(node: JsonObject, id: string): JsonObject {
  if (memberOf(node, 'id')) return withMember(node, 'id', jsonString(id));
  const at = node.members.findIndex(({ key }) => key > 'id');
  const members = node.members.toSpliced(at === -1 ? node.members.length : at, 0, {
    key: 'id',
    value: jsonString(id),
  });
  return { kind: 'object', members };
}

function mergeSource(base: Cell | null, ours: Cell, theirs: Cell) {
  const type = mergeWhole(base?.type, ours.type, theirs.type);
  // Without a common state, lines of both would be put together at random.
  const text = base
    ? mergeText(base.source, ours.source, theirs.source)
    : mergeWhole<string | null>(null, ours.source, theirs.source);
  if (type.conflict || text.conflict) return { conflict: true } as const;
  return { conflict: false, value: { source: text.value ?? '', type: type.value ?? ours.type } } as const;
}

function mergeMember(name: 'metadata' | 'attachments', base: Cell | null, ours: Cell, theirs: Cell) {
  return mergeJson(
    base ? memberOf(base.node, name) : undefined,
    memberOf(ours.node, name),
    memberOf(theirs.node, name),
    (key) => toolNames.has(key),
  );
}

/** Whose outputs belong to the merged source; null for nobody's. */
function chooseOutputs(base: Cell | null, ours: Cell, theirs: Cell, text: string): Side | null {
  if (text !== ours.source && text !== theirs.source) return null;
  if (hasSameOutputs(ours, theirs)) return 'ours';
  if (!base) return null;
  const changed = { ours: !hasSameOutputs(base, ours), theirs: !hasSameOutputs(base, theirs) };
  if (changed.ours && changed.theirs) return null;
  return changed.theirs ? 'theirs' : 'ours';
}

function withOutputsOf(node: JsonObject, other: JsonObject): JsonObject {
  let result = node;
  for (const key of ['outputs', 'execution_count', 'prompt_number']) {
    const value = memberOf(other, key);
    if (value) result = withMember(result, key, value);
  }
  return result;
}

/** Changes between code and text bring and take the members that only code has. */
function asTypeOf(node: JsonObject, other: JsonObject): JsonObject {
  let result = withMember(node, 'cell_type', memberOf(other, 'cell_type'));
  for (const key of ['outputs', 'execution_count', 'prompt_number'])
    result = withMember(result, key, memberOf(other, key));
  return result;
}

function readOutputs(node: JsonObject): JsonNode[] {
  const outputs = memberOf(node, 'outputs');
  return outputs?.kind === 'array' ? outputs.items : [];
}

function isSameCell(a: Cell, b: Cell): boolean {
  const isSameMember = (key: string) => textOf(memberOf(a.node, key)) === textOf(memberOf(b.node, key));
  return (
    hasSameContent(a, b) &&
    hasSameOutputs(a, b) &&
    isSameMember('id') &&
    isSameMember('execution_count') &&
    isSameMember('prompt_number')
  );
}

const textOf = (node: JsonNode | undefined) =>
  node?.kind === 'string' ? node.value : node?.kind === 'scalar' ? node.text : null;
