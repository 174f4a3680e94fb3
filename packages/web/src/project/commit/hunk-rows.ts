import type { Hunk } from '@notelab/contract';

export interface NumberedLine {
  kind: Hunk['lines'][number]['kind'];
  text: string;
  noNewline: boolean;
  oldNumber: number | null;
  newNumber: number | null;
  /** Where it is among the lines of its hunk. */
  index: number;
}

/** The lines of a hunk with their numbers before and after. */
export function toNumberedLines({ oldStart, newStart, lines }: Hunk): NumberedLine[] {
  let [oldNumber, newNumber] = [Math.max(1, oldStart), Math.max(1, newStart)];
  return lines.map(({ kind, text, noNewline = false }, index) => ({
    kind,
    text,
    noNewline,
    index,
    oldNumber: kind === 'added' ? null : oldNumber++,
    newNumber: kind === 'removed' ? null : newNumber++,
  }));
}

/** Lines next to each other: what was removed beside what took its place. */
export function toPairs(lines: NumberedLine[]): [NumberedLine | null, NumberedLine | null][] {
  const pairs: [NumberedLine | null, NumberedLine | null][] = [];
  let [removed, added]: [NumberedLine[], NumberedLine[]] = [[], []];
  const flush = () => {
    for (let index = 0; index < Math.max(removed.length, added.length); index++)
      pairs.push([removed[index] ?? null, added[index] ?? null]);
    [removed, added] = [[], []];
  };
  for (const line of lines) {
    if (line.kind === 'removed') {
      if (added.length > 0) flush();
      removed.push(line);
    } else if (line.kind === 'added') added.push(line);
    else {
      flush();
      pairs.push([line, line]);
    }
  }
  flush();
  return pairs;
}

/** “Line 12” or “Lines 12–18”: where the changed lines are now, or were when they are gone. */
export function placeInWords(lines: NumberedLine[]): string {
  const changed = lines.filter(({ kind }) => kind !== 'same');
  const added = changed.flatMap(({ newNumber }) => newNumber ?? []);
  const numbers = added.length > 0 ? added : changed.flatMap(({ oldNumber }) => oldNumber ?? []);
  const [first, last] = [numbers[0] ?? 1, numbers.at(-1) ?? 1];
  return first === last ? `Line ${first}` : `Lines ${first}–${last}`;
}
