import { diff3MergeRegions } from 'node-diff3';

/** Lines that each side has in the place of the same lines of the common state, and where they begin there. */
export interface TextConflict {
  mine: { text: string; line: number };
  theirs: { text: string; line: number };
}

/** A stretch of the merged text: merged already, or to be decided. */
export type MergePart =
  | { kind: 'merged'; text: string; from: 'both' | 'mine' | 'theirs' }
  | ({ kind: 'conflict' } & TextConflict);

/** Merges two texts line by line. Where both sides changed the same lines, differently, there is a conflict. */
export function mergeTexts(base: string, mine: string, theirs: string): MergePart[] {
  const parts: MergePart[] = [];
  for (const region of diff3MergeRegions(toLines(mine), toLines(base), toLines(theirs)) as Region[]) {
    if (region.stable) {
      const from = ({ o: 'both', a: 'mine', b: 'theirs' } as const)[region.buffer];
      parts.push({ kind: 'merged', text: region.bufferContent.join(''), from });
      continue;
    }
    const [own, other] = [region.aContent.join(''), region.bContent.join('')];
    if (own === other) parts.push({ kind: 'merged', text: own, from: 'both' });
    else
      parts.push({
        kind: 'conflict',
        mine: { text: own, line: region.aStart },
        theirs: { text: other, line: region.bStart },
      });
  }
  return parts;
}

/** What a decision puts in the place of a conflict. */
export function textOf({ mine, theirs }: TextConflict, choice: 'mine' | 'theirs' | 'both'): string {
  if (choice !== 'both') return { mine, theirs }[choice].text;
  const needsBreak = mine.text !== '' && theirs.text !== '' && !mine.text.endsWith('\n');
  return `${mine.text}${needsBreak ? '\n' : ''}${theirs.text}`;
}

type Region =
  | { stable: true; buffer: 'o' | 'a' | 'b'; bufferContent: string[] }
  | { stable: false; aStart: number; aContent: string[]; bStart: number; bContent: string[] };

/** Lines with their ends, so that a missing one at the end of a file is a difference. */
const toLines = (text: string) => text.match(/[^\n]*\n|[^\n]+/g) ?? [];
