/** A place in the text of a block where what is looked for stands. */
export interface Match {
  blockId: string;
  /** In UTF-16 units, as the document counts. */
  from: number;
  to: number;
}

export interface SearchedBlock {
  id: string;
  text: string;
}

/** More are not listed: nobody goes through them one by one. */
export const mostMatches = 20_000;

/** The matches in the order of the blocks. */
export function findMatches(
  expression: RegExp,
  blocks: Iterable<SearchedBlock>,
  most = mostMatches,
): Match[] {
  const matches: Match[] = [];
  for (const { id, text } of blocks)
    for (const found of text.matchAll(expression)) {
      // “x*” is found everywhere, as nothing.
      if (found[0] === '') continue;
      matches.push({ blockId: id, from: found.index, to: found.index + found[0].length });
      if (matches.length === most) return matches;
    }
  return matches;
}

export interface Place {
  blockId: string;
  offset: number;
}

/**
 * The match after a place, or before it, around the ends of the notebook.
 * @param order the ids of all blocks
 * @returns its index; -1 when there is none
 */
export function nextMatch(
  matches: Match[],
  order: readonly string[],
  place: Place | null,
  step: 1 | -1,
): number {
  if (matches.length === 0) return -1;
  if (!place) return step === 1 ? 0 : matches.length - 1;
  const rank = new Map(order.map((id, index) => [id, index]));
  const at = rank.get(place.blockId) ?? -1;
  const compare = ({ blockId, from }: Match) => (rank.get(blockId) ?? -1) - at || from - place.offset;
  const found =
    step === 1
      ? matches.findIndex((match) => compare(match) >= 0)
      : matches.findLastIndex((match) => compare(match) < 0);
  if (found !== -1) return found;
  return step === 1 ? 0 : matches.length - 1;
}

/**
 * What stands in the place of a match.
 * @param text of the block
 * @param template with `$1`, `$<name>`, `$&`, `\n` and `\t` when it belongs to a regular expression
 */
export function replacementOf(
  expression: RegExp,
  text: string,
  { from, to }: Pick<Match, 'from' | 'to'>,
  template: string,
  isRegExp: boolean,
): string {
  if (!isRegExp) return template;
  const here = new RegExp(expression.source, `${expression.flags.replace('g', '')}y`);
  here.lastIndex = from;
  const found = here.exec(text);
  if (!found || found.index + found[0].length !== to) return template;
  return template.replace(
    /\\([nt\\])|\$(\$|&|\d{1,2}|<([^>]*)>)/g,
    (whole, escaped: string | undefined, sign: string | undefined, name: string | undefined) => {
      if (escaped !== undefined) return escaped === 'n' ? '\n' : escaped === 't' ? '\t' : '\\';
      if (sign === '$') return '$';
      if (sign === '&') return found[0];
      if (name !== undefined) return found.groups?.[name] ?? '';
      const group = Number(sign);
      return group === 0 || group >= found.length ? whole : (found[group] ?? '');
    },
  );
}
