import { isRecord, isSameValue, type Json, type JsonRecord, keysOf } from '../json-value.ts';
import type { Block, DeepnoteFile, Notebook } from './document.ts';
import { patchYaml } from './patch-yaml.ts';
import { parseDeepnote } from './read-document.ts';
import { withSortingKeys } from './sorting-keys.ts';
import { looksForbidden, writeValue } from './yaml-text.ts';
import { parseYamlTree } from './yaml-tree.ts';

/**
 * Writes a `.deepnote` file. Sorting keys are made to rise, and the hash of a content that changed is left out.
 * @param original the file's text as it was read: what did not change stays as it stands there; a file that did not
 *   change at all comes out byte for byte, except for texts that other readers of the format would stumble over
 */
export function writeDeepnote(file: DeepnoteFile, original?: string): string {
  if (original === undefined) return writeWhole(withRisingKeys(file, null));
  const tree = parseYamlTree(original);
  const read = parseDeepnote(original);
  const wanted = asStood(tree.value, read, withRisingKeys(file, read));
  if (isSameValue(tree.value, wanted) && !looksForbidden(original)) return original;
  const patched = patchYaml(tree, wanted);
  return patched !== null && says(patched, wanted) ? patched : writeWhole(wanted);
}

const writeWhole = (value: Json): string => writeValue(value, '').trimStart();

/** Taking a text apart by lines is checked by reading what came of it. */
function says(text: string, wanted: Json): boolean {
  if (looksForbidden(text)) return false;
  try {
    return isSameValue(parseYamlTree(text).value, wanted);
  } catch {
    return false;
  }
}

function withRisingKeys(file: DeepnoteFile, read: DeepnoteFile | null): DeepnoteFile {
  const known = new Map(read?.project.notebooks.map((notebook) => [notebook.id, notebook]));
  const order = ({ blocks }: Notebook) => blocks.map(({ id, sortingKey }) => [id, sortingKey]);
  const notebooks = file.project.notebooks.map((notebook) => {
    const before = known.get(notebook.id);
    if (before && isSameValue(order(before), order(notebook))) return notebook;
    return { ...notebook, blocks: withSortingKeys(notebook.blocks) };
  });
  return { ...file, project: { ...file.project, notebooks } };
}

/** The wanted value, without what reading added and without hashes of contents that are gone. */
function asStood(raw: Json | undefined, read: Json | undefined, wanted: Json): Json {
  if (Array.isArray(wanted)) {
    const [raws, reads] = [raw, read].map((list) => (Array.isArray(list) ? list : []));
    const places = new Map(reads!.map((item, index) => [idOf(item) ?? index, index]));
    return wanted.map((item, index) => {
      const at = places.get(idOf(item) ?? index);
      return at === undefined ? item : asStood(raws![at], reads![at], item);
    });
  }
  if (!isRecord(wanted) || !isRecord(raw) || !isRecord(read)) return wanted;
  const left = keysOf(wanted).filter(
    (key) => !isAddedMetadata(key, raw, wanted) && !isStaleHash(key, read, wanted),
  );
  return Object.fromEntries(left.map((key) => [key, asStood(raw[key], read[key], wanted[key]!)]));
}

const idOf = (value: Json | undefined) =>
  isRecord(value) && typeof value.id === 'string' ? value.id : undefined;

const isAddedMetadata = (key: string, raw: JsonRecord, wanted: JsonRecord) =>
  key === 'metadata' && raw.metadata === undefined && isSameValue(wanted.metadata, {});

const isStaleHash = (key: string, read: JsonRecord, wanted: JsonRecord) =>
  key === 'contentHash' &&
  read.contentHash === wanted.contentHash &&
  (read as Block).content !== (wanted as Block).content;
