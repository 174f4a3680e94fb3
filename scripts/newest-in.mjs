import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './ensure-installed.mjs';

/** When the newest of a folder's files, or a file, was changed; 0 when there is none. */
export function newestIn(path) {
  const found = statSync(join(root, path), { throwIfNoEntry: false });
  if (!found?.isDirectory()) return found?.mtimeMs ?? 0;
  return Math.max(0, ...readdirSync(join(root, path)).map((name) => newestIn(join(path, name))));
}
