/** A list with one item put before another one; null: at the end. */
export function withMoved<T extends { id: string }>(items: T[], id: string, before: string | null): T[] {
  const moved = items.find((item) => item.id === id);
  if (!moved || before === id) return items;
  const others = items.filter((item) => item !== moved);
  const at = before === null ? -1 : others.findIndex((item) => item.id === before);
  return others.toSpliced(at === -1 ? others.length : at, 0, moved);
}

/**
 * What an item comes to stand before when it goes one place up or down: null is the end.
 * Undefined when it stands there already.
 */
export function beforeAfterStep(ids: string[], id: string, step: 1 | -1): string | null | undefined {
  const at = ids.indexOf(id);
  const to = at + step;
  if (at === -1 || to < 0 || to >= ids.length) return undefined;
  return step === -1 ? ids[to]! : (ids[to + 1] ?? null);
}
