import { diffIndices } from 'node-diff3';
import type * as Y from 'yjs';

/** Makes a text say something else, line by line. */
export function changeText(live: Y.Text, text: string): void {
  const [before, after] = [toLines(live.toString()), toLines(text)];
  // From the end, so that what comes before keeps its place.
  for (const { buffer1, buffer2 } of diffIndices(before, after).toReversed()) {
    const at = lengthOf(before.slice(0, buffer1[0]));
    const removed = lengthOf(before.slice(buffer1[0], buffer1[0] + buffer1[1]));
    if (removed > 0) live.delete(at, removed);
    const added = after.slice(buffer2[0], buffer2[0] + buffer2[1]).join('');
    if (added !== '') live.insert(at, added);
  }
}

const toLines = (text: string): string[] => text.split(/(?<=\n)/).filter((line) => line !== '');
const lengthOf = (lines: string[]): number => lines.reduce((sum, line) => sum + line.length, 0);
