import { jupyterStyle, writeJson } from '../json-style.ts';
import { type JsonNode, type JsonObject, jsonNull, jsonString, memberOf, withMember } from '../json-tree.ts';
import { textOf } from './lines.ts';

const allowed: Record<string, Set<string>> = {
  code: new Set(['id', 'cell_type', 'metadata', 'source', 'outputs', 'execution_count']),
  markdown: new Set(['id', 'cell_type', 'metadata', 'source', 'attachments']),
  raw: new Set(['id', 'cell_type', 'metadata', 'source', 'attachments']),
};
const empty = (): JsonObject => ({ kind: 'object', members: [] });

/**
 * The cell as nbformat 4.5 wants it. What has no place there moves into the metadata; a valid cell, and one of a
 * type that is not known, stays the very same.
 */
export function repairCell(cell: JsonObject, type: string): JsonObject {
  const names = allowed[type];
  if (!names) return cell;
  let repaired = cell;
  const set = (name: string, value: JsonNode) => {
    if (memberOf(repaired, name) !== value) repaired = withMember(repaired, name, value);
  };
  let metadata = asObject(memberOf(cell, 'metadata'));
  const attachments = memberOf(cell, 'attachments');
  const isWrong = (name: string) =>
    !names.has(name) || (name === 'attachments' && attachments?.kind !== 'object');
  for (const { key, value } of cell.members.filter((member) => isWrong(member.key))) {
    if (memberOf(metadata, key) === undefined && !isNothing(value))
      metadata = withMember(metadata, key, value);
    repaired = withMember(repaired, key, undefined);
  }
  set('metadata', repairMetadata(metadata, cellRules));
  if (attachments?.kind === 'object' && names.has('attachments'))
    set(
      'attachments',
      mapMembers(attachments, (bundle) => repairBundle(bundle)),
    );
  if (type !== 'code') return repaired;
  const outputs = memberOf(cell, 'outputs');
  set('outputs', outputs?.kind === 'array' ? mapItems(outputs, repairOutput) : { kind: 'array', items: [] });
  const count = memberOf(cell, 'execution_count');
  set('execution_count', isCount(count) ? count! : jsonNull());
  return repaired;
}

const outputNames: Record<string, string[]> = {
  execute_result: ['output_type', 'data', 'metadata', 'execution_count'],
  display_data: ['output_type', 'data', 'metadata'],
  stream: ['output_type', 'name', 'text'],
  error: ['output_type', 'ename', 'evalue', 'traceback'],
};

/** Outputs of a type that is not known stay. */
function repairOutput(output: JsonNode): JsonNode {
  const type = textOf(memberOf(output, 'output_type')) ?? '';
  const names = Object.hasOwn(outputNames, type) ? outputNames[type]! : null;
  if (output.kind !== 'object' || !names) return output;
  const isRich = names.includes('metadata');
  let metadata = asObject(memberOf(output, 'metadata'));
  let repaired = output;
  for (const { key, value } of output.members.filter((member) => !names.includes(member.key))) {
    if (isRich && memberOf(metadata, key) === undefined) metadata = withMember(metadata, key, value);
    repaired = withMember(repaired, key, undefined);
  }
  for (const name of names) {
    const value = name === 'metadata' ? metadata : repairOutputMember(name, memberOf(output, name));
    if (memberOf(repaired, name) !== value) repaired = withMember(repaired, name, value);
  }
  return repaired;
}

function repairOutputMember(name: string, value: JsonNode | undefined): JsonNode {
  if (name === 'data') return repairBundle(value);
  if (name === 'execution_count') return isCount(value) ? value! : jsonNull();
  if (name === 'text') return textOf(value) === null ? asText(value) : value!;
  if (name === 'traceback') {
    if (value?.kind === 'array') return mapItems(value, asText);
    return { kind: 'array', items: value ? [asText(value)] : [] };
  }
  if (name === 'name' && value === undefined) return jsonString('stdout');
  return asText(value);
}

function repairBundle(bundle: JsonNode | undefined): JsonObject {
  if (bundle?.kind !== 'object') return empty();
  return mapMembers(bundle, (value, mimeType) =>
    /^application\/(?:.*\+)?json$/.test(mimeType) || textOf(value) !== null ? value : asText(value),
  );
}

type Rule = (value: JsonNode) => boolean;
const isText: Rule = (value) => value.kind === 'string';
const isBoolean: Rule = (value) => value.kind === 'scalar' && /^(?:true|false)$/.test(value.text);
const isObject: Rule = (value) => value.kind === 'object';
const hasTexts =
  (...names: string[]): Rule =>
  (value) =>
    names.every((name) => memberOf(value, name)?.kind === 'string');

const cellRules: Record<string, Rule> = {
  name: (value) => value.kind === 'string' && /./.test(value.value),
  tags: (value) => {
    if (value.kind !== 'array') return false;
    const tags = value.items.map((tag) => (tag.kind === 'string' ? tag.value : ''));
    return tags.every((tag) => /^[^,]+$/.test(tag)) && new Set(tags).size === tags.length;
  },
  jupyter: isObject,
  execution: (value) =>
    value.kind === 'object' && value.members.every(({ value: time }) => time.kind === 'string'),
  collapsed: isBoolean,
  scrolled: (value) => isBoolean(value) || (value.kind === 'string' && value.value === 'auto'),
  format: isText,
};
const notebookRules: Record<string, Rule> = {
  kernelspec: hasTexts('name', 'display_name'),
  language_info: hasTexts('name'),
  orig_nbformat: (value) => isCount(value) && value.kind === 'scalar' && Number(value.text) >= 1,
  title: isText,
  authors: (value) => value.kind === 'array',
};

/** The notebook's metadata as nbformat 4.5 wants them. */
export function repairNotebookMetadata(metadata: JsonNode | undefined): JsonObject {
  let result = asObject(metadata);
  const kernel = memberOf(result, 'kernelspec');
  const name = memberOf(kernel, 'name') ?? memberOf(kernel, 'display_name');
  if (kernel?.kind === 'object' && name?.kind === 'string' && !notebookRules.kernelspec!(kernel)) {
    const missing = memberOf(kernel, 'name') ? 'display_name' : 'name';
    result = withMember(result, 'kernelspec', withMember(kernel, missing, name));
  }
  return repairMetadata(result, notebookRules);
}

/** Members that break a rule get another name. */
function repairMetadata(metadata: JsonObject, rules: Record<string, Rule>): JsonObject {
  const isBroken = (key: string, value: JsonNode) => Object.hasOwn(rules, key) && !rules[key]!(value);
  if (!metadata.members.some(({ key, value }) => isBroken(key, value))) return metadata;
  return {
    kind: 'object',
    members: metadata.members.map(({ key, value }) => ({
      key: isBroken(key, value) ? `invalid_${key}` : key,
      value,
    })),
  };
}

/** No list, no object, nothing in them. */
const isNothing = (value: JsonNode) =>
  (value.kind === 'scalar' && value.text === 'null') ||
  (value.kind === 'array' && value.items.length === 0) ||
  (value.kind === 'object' && value.members.length === 0);

const isCount = (value: JsonNode | undefined) =>
  value?.kind === 'scalar' &&
  (value.text === 'null' || (Number.isInteger(Number(value.text)) && /^\d/.test(value.text)));

const asObject = (node: JsonNode | undefined): JsonObject => (node?.kind === 'object' ? node : empty());

const asText = (node: JsonNode | undefined): JsonNode => {
  if (node?.kind === 'string') return node;
  return jsonString(textOf(node) ?? (node ? writeJson(node, jupyterStyle) : ''));
};

function mapItems(list: JsonNode & { kind: 'array' }, change: (item: JsonNode) => JsonNode): JsonNode {
  const items = list.items.map(change);
  return items.every((item, index) => item === list.items[index]) ? list : { kind: 'array', items };
}

function mapMembers(object: JsonObject, change: (value: JsonNode, key: string) => JsonNode): JsonObject {
  const members = object.members.map(({ key, value }) => ({ key, value: change(value, key) }));
  return members.every(({ value }, index) => value === object.members[index]!.value)
    ? object
    : { kind: 'object', members };
}
