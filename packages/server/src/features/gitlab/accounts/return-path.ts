import { fail } from '../../../problem.ts';

/**
 * Says whether a browser that is sent to the text stays on this site: a path, not something that it would read
 * as another host (`//host`, `/\host`) or as a scheme.
 */
export function isLocalPath(text: string): boolean {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: browsers drop them, and `/\t/host` becomes `//host`
  if (!text.startsWith('/') || text.startsWith('//') || /[\\\u0000-\u001f\u007f]/.test(text)) return false;
  const base = 'http://notelab.invalid';
  if (!URL.canParse(text, base)) return false;
  const url = new URL(text, base);
  // `/.//host` becomes `//host` when its dots are resolved.
  return url.origin === base && !url.pathname.startsWith('//');
}

export function requireLocalPath(text: string): string {
  return isLocalPath(text) ? text : fail('invalid-input', 'returnTo must be a path of this site.');
}

/** The path with how linking went: `gitlab=connected`, or the code of what went wrong. */
export function withResult(path: string, result: Record<string, string>): string {
  const url = new URL(path, 'http://notelab.invalid');
  for (const [name, value] of Object.entries(result)) url.searchParams.set(name, value);
  return `${url.pathname}${url.search}${url.hash}`;
}
