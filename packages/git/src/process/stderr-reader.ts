import { decodePath } from '../repository/path-encoding.ts';
import { type ProgressLine, parseProgressLine } from './progress.ts';

const maxLineBytes = 64 * 1024;
const maxKeptCharacters = 1024 * 1024;

/**
 * Splits standard error into progress readings and text worth keeping. Progress ends in a carriage return and
 * comes by the thousand; it is never kept. Both the length of a line and of the text are bounded, because the
 * far side writes them (an endless sideband).
 */
export function createStderrReader(onProgress: (line: ProgressLine) => void) {
  let pending: Buffer = Buffer.alloc(0);
  let kept = '';

  const takeLine = (bytes: Buffer, end: string) => {
    const text = decodePath(bytes);
    const progress = parseProgressLine(text);
    if (progress) onProgress(progress);
    else if (kept.length < maxKeptCharacters && text.trim()) kept += text + end;
  };

  return {
    push(chunk: Buffer): void {
      const bytes = pending.length ? Buffer.concat([pending, chunk]) : chunk;
      let start = 0;
      for (let index = 0; index < bytes.length; index++) {
        const byte = bytes[index];
        if (byte !== 0x0a && byte !== 0x0d) continue;
        takeLine(bytes.subarray(start, index), '\n');
        start = index + 1;
      }
      pending = Buffer.from(bytes.subarray(start));
      if (pending.length <= maxLineBytes) return;
      takeLine(pending, '');
      pending = Buffer.alloc(0);
    },
    /** The text without progress; lone bytes are escaped as in a path, so that file names can be found in it. */
    finish(): string {
      takeLine(pending, '');
      pending = Buffer.alloc(0);
      return kept;
    },
  };
}
