import { isRecord, type Json, type JsonRecord } from '../json-value.ts';
import type { Block, DeepnoteFile, Notebook } from './document.ts';
import { type Path, parseYamlTree } from './yaml-tree.ts';

/** Whatever stands in the content of these means nothing. */
const withoutContent = new Set(['image', 'separator', 'notebook-function', 'visualization', 'button']);

/**
 * Reads a `.deepnote` file: whole or not at all. Fields and types of blocks that are not known are kept; a block
 * without group or sorting key gets them. Throws a DeepnoteFileError that names line, column and path.
 */
export function parseDeepnote(text: string): DeepnoteFile {
  const tree = parseYamlTree(text);

  const record = (value: Json | undefined, path: Path): JsonRecord => {
    if (isRecord(value)) return value;
    throw tree.errorAt(value === undefined ? 'An object is missing' : 'This must be an object', path);
  };
  const list = (value: Json | undefined, path: Path): Json[] => {
    if (Array.isArray(value)) return value;
    throw tree.errorAt(value === undefined ? 'A list is missing' : 'This must be a list', path);
  };
  const texts = (owner: JsonRecord, path: Path, names: string[]) => {
    for (const name of names) {
      if (typeof owner[name] === 'string') continue;
      const what = owner[name] === undefined ? 'A text is missing' : 'This must be a text';
      throw tree.errorAt(what, [...path, name]);
    }
  };
  const optional = (owner: JsonRecord, path: Path, names: string[]) =>
    texts(
      owner,
      path,
      names.filter((name) => owner[name] !== undefined),
    );

  const toBlock = (value: Json, path: Path, index: number): Block => {
    const block = record(value, path);
    texts(block, path, ['id', 'type']);
    optional(block, path, ['blockGroup', 'sortingKey', 'contentHash']);
    if (!withoutContent.has(block.type as string)) optional(block, path, ['content']);
    const metadata = block.metadata === undefined ? {} : record(block.metadata, [...path, 'metadata']);
    if (block.outputs !== undefined) list(block.outputs, [...path, 'outputs']);
    const count = block.executionCount;
    if (count !== undefined && count !== null && typeof count !== 'number')
      throw tree.errorAt('This must be a number', [...path, 'executionCount']);
    const { blockGroup = block.id, sortingKey = String(index).padStart(6, '0') } = block;
    return { ...block, blockGroup, sortingKey, metadata } as Block;
  };

  const toNotebook = (value: Json, path: Path): Notebook => {
    const notebook = record(value, path);
    texts(notebook, path, ['id', 'name']);
    const at = [...path, 'blocks'];
    const blocks = list(notebook.blocks, at).map((block, index) => toBlock(block, [...at, index], index));
    return { ...notebook, blocks } as Notebook;
  };

  const root = record(tree.value, []);
  texts(root, [], ['version']);
  texts(record(root.metadata, ['metadata']), ['metadata'], ['createdAt']);
  const project = record(root.project, ['project']);
  texts(project, ['project'], ['id', 'name']);
  const at = ['project', 'notebooks'];
  const notebooks = list(project.notebooks, at).map((notebook, index) =>
    toNotebook(notebook, [...at, index]),
  );
  return { ...root, project: { ...project, notebooks } } as DeepnoteFile;
}
