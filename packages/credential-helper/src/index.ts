import { fileURLToPath } from 'node:url';

/** Absolute path of the helper script. Run it with the Node that runs the server: `<node> <path> get`. */
export const credentialHelperPath: string = fileURLToPath(
  new URL('./git-credential-notelab.js', import.meta.url),
);

/**
 * The value of git's `credential.helper` that runs the script. There is nothing to do for `store` and `erase`,
 * which git calls as often as `get`: the shell finds that out without starting Node.
 */
export function credentialHelperCommand(node: string, script: string): string {
  const quote = (path: string) => `"${path.replace(/["$`\\]/g, '\\$&')}"`;
  return `!notelab() { test "$1" != get || ${quote(node)} ${quote(script)} get; }; notelab`;
}
