import {
  type Document,
  isAlias,
  isMap,
  isScalar,
  isSeq,
  LineCounter,
  type Node,
  parseAllDocuments,
} from 'yaml';
import type { Json, JsonRecord } from '../json-value.ts';

/** A `.deepnote` file that cannot be read, with a sentence that names the place, counted from 1. */
export class DeepnoteFileError extends Error {
  readonly line: number;
  readonly column: number;
  /** Names the value, `project.notebooks[0].name`; empty when the text is no YAML. */
  readonly path: string;

  constructor(what: string, { line, column }: { line: number; column: number }, path = '') {
    super(`${what}${path && ` (${path})`} at line ${line}, column ${column}`);
    this.line = line;
    this.column = column;
    this.path = path;
  }
}

export type Path = readonly (string | number)[];

/** A YAML text as its syntax tree and as plain values. */
export interface YamlTree {
  text: string;
  root: Node;
  value: Json;
  /** An error about the value there; about the nearest that exists when it is missing. */
  errorAt(what: string, path: Path): DeepnoteFileError;
}

/**
 * Reads YAML 1.2 without anchors, aliases, tags and merge keys: they are looked for in the syntax tree, so that
 * texts that only look like them are no obstacle. Throws a DeepnoteFileError.
 */
export function parseYamlTree(text: string): YamlTree {
  const lines = new LineCounter();
  const failAt = (what: string, offset: number, path: Path = []): never => {
    const { line, col } = lines.linePos(offset);
    throw new DeepnoteFileError(what, { line: Math.max(line, 1), column: Math.max(col, 1) }, namePath(path));
  };
  if (text.startsWith('\uFEFF')) failAt('The file begins with a byte order mark', 0);
  const documents = parseAllDocuments(text, {
    version: '1.2',
    // Looked for below: the parser compares every key with every other.
    uniqueKeys: false,
    prettyErrors: false,
    lineCounter: lines,
    // Tags are refused, whatever they say.
    resolveKnownTags: false,
  });
  const [document, second] = documents as Document.Parsed[];
  if (!document) return failAt('The file is empty', 0);
  const [error] = documents.flatMap(({ errors }) => errors);
  if (error) failAt(firstSentence(error.message), error.pos[0]);
  if (second) failAt('A second document begins', second.range[0]);
  if (document.directives?.yaml.version !== '1.2') failAt('This is not YAML 1.2', 0);
  const root = document.contents as Node | null;
  if (!root) return failAt('The file is empty', 0);

  const toValue = (node: Node, path: Path): Json => {
    const refuse = (what: string): never => failAt(what, node.range?.[0] ?? 0, path);
    if (isAlias(node)) return refuse('An alias (*) is not allowed');
    if ('anchor' in node && node.anchor) return refuse('An anchor (&) is not allowed');
    if (node.tag !== undefined) return refuse('A tag (!) is not allowed');
    if (isScalar(node)) return node.value as Json;
    if (isSeq(node)) return node.items.map((item, index) => toValue(item as Node, [...path, index]));
    if (!isMap(node)) return refuse('This value is not known');
    const names = new Set<string>();
    const entries = node.items.map(({ key, value }): [string, Json] => {
      if (!isScalar(key)) return refuse('A name must be a text');
      if (key.value === '<<' && key.type === 'PLAIN')
        return failAt('A merge key (<<) is not allowed', key.range?.[0] ?? 0, path);
      toValue(key, path);
      const name = typeof key.value === 'string' ? key.value : (key.source ?? '');
      if (names.has(name)) return failAt('A name comes twice', key.range?.[0] ?? 0, [...path, name]);
      names.add(name);
      return [name, value === null ? null : toValue(value as Node, [...path, name])];
    });
    // Not by assignment: a member may be called `__proto__`.
    return Object.fromEntries(entries) as JsonRecord;
  };

  return {
    text,
    root,
    value: toValue(root, []),
    errorAt(what, path) {
      const { line, col } = lines.linePos(offsetOf(root, path));
      return new DeepnoteFileError(what, { line, column: col }, namePath(path));
    },
  };
}

function offsetOf(root: Node, path: Path): number {
  let node: Node = root;
  for (const step of path) {
    const next = isMap(node) || isSeq(node) ? (node.get(step, true) as Node | undefined) : undefined;
    if (!next?.range) break;
    node = next;
  }
  return node.range?.[0] ?? 0;
}

/** The parser calls itself for every level, until it can no more. */
const firstSentence = (message: string) =>
  message.startsWith('Maximum call stack')
    ? 'Values are nested too deeply'
    : message.split('\n')[0]!.replace(/[.:]$/, '');

/** `project.notebooks[0].name` */
function namePath(path: Path): string {
  return path
    .map((step, at) => (typeof step === 'number' ? `[${step}]` : `${at > 0 ? '.' : ''}${step}`))
    .join('');
}
