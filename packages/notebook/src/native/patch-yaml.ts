import { isMap, isScalar, isSeq, type Node } from 'yaml';
import { isRecord, isSameValue, type Json, type JsonRecord, keysOf } from '../json-value.ts';
import { looksForbidden, writeItem, writePair } from './yaml-text.ts';
import type { YamlTree } from './yaml-tree.ts';

/** A member of a map or an item of a list, and the part of the text that it has for itself. */
interface Entry {
  /** The member's name; of items their id, or their place when they have none. */
  name: string;
  value: Json;
  node: Node | null;
  start: number;
  end: number;
}

/**
 * The text with another value in it. Members and items that stay keep their lines with the comments on them, as
 * long as no reader could stumble over them. Null when the text is laid out in a way that cannot be taken apart.
 */
export function patchYaml({ text, root, value }: YamlTree, wanted: Json): string | null {
  const newline = text.includes('\r\n') ? '\r\n' : '\n';
  const fresh = (written: string) => (newline === '\n' ? written : written.replaceAll('\n', newline));

  function patch(node: Node, old: Json, next: Json, end: number): string | null {
    const entries = entriesOf(node, old, end);
    const list = Array.isArray(next) ? next : null;
    const record = isRecord(next) ? next : null;
    if (!entries || (!list && !record) || isSeq(node) !== (list !== null)) return null;
    const names = list ? namesOf(list) : keysOf(record!);
    if (names.length === 0) return null;
    const indent = ' '.repeat(columnOf(text, entries[0]!.start));
    const old_ = new Map(entries.map((entry) => [entry.name, entry]));
    return names
      .map((name, index) => {
        const wantedValue = list ? list[index]! : record![name]!;
        const entry = old_.get(name);
        const kept = entry && keep(entry, wantedValue);
        const written = list ? writeItem(wantedValue, indent) : writePair(name, wantedValue, indent);
        return (index === 0 ? '' : indent) + endLine(kept ?? fresh(written));
      })
      .join('');
  }

  function keep(entry: Entry, next: Json): string | null {
    const slice = text.slice(entry.start, entry.end);
    if (isSameValue(entry.value, next) && !looksForbidden(slice)) return slice;
    const first = entry.node && entriesOf(entry.node, entry.value, entry.end)?.[0];
    if (!first) return null;
    const patched = patch(entry.node!, entry.value, next, entry.end);
    return patched === null ? null : text.slice(entry.start, first.start) + patched;
  }

  function entriesOf(node: Node, old: Json, end: number): Entry[] | null {
    const starts = startsOf(node);
    if (!starts?.length) return null;
    const column = columnOf(text, starts[0]!);
    const isAligned = starts.every(
      (start, index) => columnOf(text, start) === column && (index === 0 || isIndented(text, start)),
    );
    if (!isAligned) return null;
    const ends = [...starts.slice(1).map((start) => start - column), end];
    const names = Array.isArray(old) ? namesOf(old) : Object.keys(old as JsonRecord);
    const values = Array.isArray(old) ? old : Object.values(old as JsonRecord);
    const nodes = isMap(node) ? node.items.map((pair) => pair.value) : isSeq(node) ? node.items : [];
    // Names that look like numbers come in another order than they stand in.
    if (isMap(node) && node.items.some((pair, at) => !isScalar(pair.key) || pair.key.value !== names[at]))
      return null;
    return starts.map((start, at) => ({
      name: names[at]!,
      value: values[at]!,
      node: nodes[at] as Node | null,
      start,
      end: ends[at]!,
    }));
  }

  /** Where the names or dashes stand; null when they do not stand on lines of their own. */
  function startsOf(node: Node): number[] | null {
    if (isMap(node) && !node.flow)
      return node.items.map(({ key }) => {
        const at = (key as Node).range![0];
        let before = at - 1;
        while (text[before] === ' ') before--;
        return text[before] === '?' ? -1 : at;
      });
    if (isSeq(node) && !node.flow)
      return node.items.map((item) => dashBefore(text, (item as Node).range![0]));
    return null;
  }

  const endLine = (part: string) => (part.endsWith('\n') ? part : part + newline);
  const first = startsOf(root)?.[0];
  const patched = first === undefined ? null : patch(root, value, wanted, text.length);
  return patched === null ? null : text.slice(0, first) + patched;
}

/** -1 when there is none, for example because of a comment between. */
function dashBefore(text: string, offset: number): number {
  let at = offset - 1;
  while (at >= 0 && /\s/.test(text[at]!)) at--;
  return text[at] === '-' ? at : -1;
}

const columnOf = (text: string, offset: number): number =>
  offset < 0 ? -1 : offset - (text.lastIndexOf('\n', offset - 1) + 1);

const isIndented = (text: string, offset: number): boolean =>
  text.slice(offset - columnOf(text, offset), offset).trim() === '';

/** Names for the items of a list: their ids as long as each comes once, else their places. */
function namesOf(items: Json[]): string[] {
  const seen = new Set<string>();
  return items.map((item, index) => {
    const id = isRecord(item) && typeof item.id === 'string' ? `id ${item.id}` : `at ${index}`;
    const name = seen.has(id) ? `again ${index}` : id;
    seen.add(name);
    return name;
  });
}
