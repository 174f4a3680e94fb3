import { redact, stripControls } from '../process/redact.ts';
import { decodePath } from '../repository/path-encoding.ts';

/** One ref's line of `git push --porcelain`. */
export interface PushedRef {
  flag: ' ' | '+' | '-' | '*' | '!' | '=';
  to: string;
  summary: string;
  /** git's words in brackets, e.g. `fetch first`, `pre-receive hook declined` */
  reason: string | null;
}

/** Standard output of `git push --porcelain` (git-push(1), "Output"). */
export function parsePushOutput(output: Buffer): PushedRef[] {
  const refs: PushedRef[] = [];
  for (const line of decodePath(output).split('\n')) {
    const [, flag, names, rest] = /^([ +\-*!=])\t([^\t]*)\t(.*)$/s.exec(line) ?? [];
    if (!flag || !names || rest === undefined) continue;
    // a summary may hold brackets itself: `[remote rejected] (reason)`, `[new branch]`, `abc..def`
    const [, summary = rest, reason = null] = /^(\[[^\]]*\]|\S+)(?: \((.*)\))?$/s.exec(rest) ?? [];
    refs.push({ flag: flag as PushedRef['flag'], to: names.slice(names.indexOf(':') + 1), summary, reason });
  }
  return refs;
}

/** What the server said (`remote:` lines of standard error), without its prefix, escapes and secrets. */
export function parseServerMessages(stderr: string): string[] {
  const lines = stderr
    .split('\n')
    .filter((line) => line.startsWith('remote:'))
    .map((line) => redact(stripControls(line.slice('remote:'.length))).trim());
  // servers frame their text with empty lines
  while (lines[0] === '') lines.shift();
  while (lines.at(-1) === '') lines.pop();
  return lines;
}
