import type * as Y from 'yjs';
import { findHunks } from '../common-lines.ts';

/** Makes a text say something else, line by line. */
export function changeText(live: Y.Text, text: string): void {
  const before = toLines(live.toString());
  const starts = [0];
  for (const line of before) starts.push(starts.at(-1)! + line.length);
  // From the end, so that what comes before keeps its place.
  for (const { at, removed, added } of findHunks(before, toLines(text)).reverse()) {
    const [start, end] = [starts[at]!, starts[at + removed]!];
    if (end > start) live.delete(start, end - start);
    if (added.length > 0) live.insert(start, added.join(''));
  }
}

const toLines = (text: string): string[] => text.split(/(?<=\n)/).filter((line) => line !== '');
