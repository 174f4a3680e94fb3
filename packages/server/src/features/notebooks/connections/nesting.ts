import * as Y from 'yjs';

/** No page of ours nests shared values deeper than a block, its outputs, one of them, its text. */
const maxDepth = 20;
/** What adds no more of them than that cannot be deep. */
const fewTypes = maxDepth;

type Struct = ReturnType<typeof Y.decodeUpdate>['structs'][number];

/**
 * Whether an update nests shared values deeper than means anything. With every change Yjs walks up from where it is, so
 * that a deep nest in one update keeps the server busy for as long as its depth squared.
 */
export function isNestedDeeply(structs: Struct[]): boolean {
  const types = structs.filter(
    (struct) => struct instanceof Y.Item && struct.content instanceof Y.ContentType,
  );
  if (types.length <= fewTypes) return false;
  const depths = new Map<string, number>();
  for (const struct of structs) {
    if (!(struct instanceof Y.Item)) continue;
    // An item says what it is in, or which one it is behind.
    const inside = depths.get(keyOf(struct.parent as unknown)) ?? -1;
    const depth = struct.parent === null ? (depths.get(keyOf(struct.origin)) ?? 0) : inside + 1;
    if (depth > maxDepth) return true;
    depths.set(keyOf(struct.id), depth);
    depths.set(keyOf(struct.lastId), depth);
  }
  return false;
}

function keyOf(id: unknown): string {
  return id instanceof Y.ID ? `${id.client} ${id.clock}` : '';
}
