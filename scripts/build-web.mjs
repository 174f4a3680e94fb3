import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root, run } from './ensure-installed.mjs';

const inputs = [
  'packages/web/src',
  'packages/web/public',
  'packages/web/index.html',
  'packages/web/vite.config.ts',
  'packages/contract/src',
  'package-lock.json',
];

/** Builds the web app unless the built one is newer than everything it is made from. */
export function buildWeb() {
  const built = timeOf(join(root, 'packages/web/dist/index.html'));
  if (inputs.every((input) => newestIn(join(root, input)) <= built)) return;
  console.log('Building the web app …');
  run('vite', ['build', 'packages/web', '--logLevel', 'warn']);
}

function newestIn(path) {
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory()) return timeOf(path);
  return Math.max(0, ...readdirSync(path, { recursive: true }).map((name) => timeOf(join(path, name))));
}

const timeOf = (path) => statSync(path, { throwIfNoEntry: false })?.mtimeMs ?? 0;
