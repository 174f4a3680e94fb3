const validId = /^[a-zA-Z0-9_-]{1,64}$/;

/**
 * An id for every cell: its own where that is valid and comes for the first time, else one that is made of type and
 * source, so that reading the same file again gives the same ids.
 */
export function giveIds(cells: { id: string | null; type: string; source: string }[]): string[] {
  const taken = new Set<string>();
  const own = cells.map(({ id }) => {
    if (id === null || !validId.test(id) || taken.has(id)) return null;
    taken.add(id);
    return id;
  });
  const rounds = new Map<string, number>();
  return cells.map(({ type, source }, index) => {
    const kept = own[index];
    if (kept) return kept;
    const text = `${type}\n${source}`;
    for (;;) {
      const round = rounds.get(text) ?? 0;
      rounds.set(text, round + 1);
      const made = hash(round === 0 ? text : `${text}\n${round}`);
      if (taken.has(made)) continue;
      taken.add(made);
      return made;
    }
  });
}

/** FNV-1a, 32 bits, as eight hexadecimal digits. */
function hash(text: string): string {
  let value = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) value = Math.imul(value ^ text.charCodeAt(at), 0x01000193) >>> 0;
  return value.toString(16).padStart(8, '0');
}
