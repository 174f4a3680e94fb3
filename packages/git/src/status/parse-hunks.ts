import { createHash } from 'node:crypto';
import { decodePath } from '../repository/path-encoding.ts';

export interface HunkLine {
  kind: 'same' | 'removed' | 'added';
  text: string;
  /** The file ends here, without a line end. */
  noNewline?: true;
}

/** One place where two versions of a file differ, with the lines around it. */
export interface Hunk {
  /** The same as long as the place and its lines are the same. */
  id: string;
  oldStart: number;
  newStart: number;
  lines: HunkLine[];
}

/** A hunk with its bytes, one character each. */
export interface RawHunk {
  id: string;
  oldStart: number;
  oldCount: number;
  newCount: number;
  newStart: number;
  body: string;
}

/** What git says about one file in a patch. */
export interface FilePatch {
  /** Everything above the first hunk. */
  header: string;
  hunks: RawHunk[];
}

const hunkHead = /^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;

/** A patch as git writes it. Bytes become one character each: nothing is lost, whatever the encoding. */
export function parsePatch(patch: Buffer): FilePatch[] {
  const text = patch.toString('latin1');
  const files: FilePatch[] = [];
  let at = 0;
  const nextLine = () => {
    const end = text.indexOf('\n', at);
    const line = text.slice(at, end < 0 ? text.length : end + 1);
    at += line.length;
    return line;
  };
  while (at < text.length) {
    const line = nextLine();
    const head = hunkHead.exec(line);
    const file = files.at(-1);
    if (line.startsWith('diff --git ')) files.push({ header: line, hunks: [] });
    else if (!file) continue;
    else if (!head) file.header += line;
    else {
      const [oldStart, oldCount, newStart, newCount] = [1, 2, 3, 4].map((group) => Number(head[group] ?? 1));
      const begin = at;
      let [old, fresh] = [oldCount!, newCount!];
      while (old > 0 || fresh > 0) {
        const kind = nextLine()[0];
        if (kind !== '+') old--;
        if (kind !== '-') fresh--;
        while (text[at] === '\\') {
          nextLine();
        }
      }
      const body = text.slice(begin, at);
      const id = createHash('sha256').update(`${oldStart}\n${body}`, 'latin1').digest('hex').slice(0, 16);
      file.hunks.push({
        id,
        oldStart: oldStart!,
        oldCount: oldCount!,
        newStart: newStart!,
        newCount: newCount!,
        body,
      });
    }
  }
  return files;
}

/** A patch of some of a file's hunks, each where it stands when the others are left out. */
export function toPatch({ header, hunks }: FilePatch, take: (id: string) => boolean): Buffer {
  let shift = 0;
  let text = header;
  for (const { id, oldStart, oldCount, newCount, body } of hunks) {
    if (!take(id)) continue;
    const before = (oldCount === 0 ? oldStart : oldStart - 1) + shift;
    text += `@@ -${oldStart},${oldCount} +${newCount === 0 ? before : before + 1},${newCount} @@\n${body}`;
    shift += newCount - oldCount;
  }
  return Buffer.from(text, 'latin1');
}

const kinds = { ' ': 'same', '-': 'removed', '+': 'added' } as const;

/** A hunk as it is shown. */
export function toHunk({ id, oldStart, newStart, body }: RawHunk): Hunk {
  const lines: HunkLine[] = [];
  for (const line of body.split('\n').slice(0, -1)) {
    const last = lines.at(-1);
    if (line[0] === '\\' && last) last.noNewline = true;
    else
      lines.push({
        kind: kinds[line[0] as keyof typeof kinds] ?? 'same',
        text: decodePath(Buffer.from(line.slice(1), 'latin1')),
      });
  }
  return { id, oldStart, newStart, lines };
}
