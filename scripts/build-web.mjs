import { run } from './ensure-installed.mjs';
import { newestIn } from './newest-in.mjs';

const inputs = [
  'packages/web/src',
  'packages/web/public',
  'packages/web/index.html',
  'packages/web/vite.config.ts',
  'packages/contract/src',
  'packages/notebook/src',
  'package-lock.json',
];

/** Builds the web app unless the built one is newer than everything it is made from. */
export function buildWeb() {
  const built = newestIn('packages/web/dist/index.html');
  if (inputs.every((input) => newestIn(input) <= built)) return;
  console.log('Building the web app …');
  run('vite', ['build', 'packages/web', '--logLevel', 'warn']);
}
