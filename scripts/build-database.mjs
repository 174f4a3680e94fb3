import { node, run } from './ensure-installed.mjs';
import { newestIn } from './newest-in.mjs';

const inputs = ['packages/server/migrations', 'packages/server/src/database', 'package-lock.json'];

/** Makes the empty database that first starts (and tests) copy, unless it is newer than everything it is made from. */
export function buildDatabase() {
  const built = newestIn('packages/server/dist');
  if (inputs.every((input) => newestIn(input) <= built)) return;
  console.log('Preparing the database …');
  run(node, ['--disable-warning=ExperimentalWarning', 'packages/server/src/database/prepare.ts']);
}
