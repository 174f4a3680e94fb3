import { statSync } from 'node:fs';
import { join } from 'node:path';
import { node, root, run } from './ensure-installed.mjs';

const built = 'packages/server/dist/empty-database.tar';

/** Makes the empty database that first starts (and tests) copy, unless it is newer than the engine it is for. */
export function buildDatabase() {
  if (timeOf(built) >= timeOf('package-lock.json')) return;
  console.log('Preparing the database …');
  run(node, ['--disable-warning=ExperimentalWarning', 'packages/server/src/database/prepare.ts']);
}

const timeOf = (path) => statSync(join(root, path), { throwIfNoEntry: false })?.mtimeMs ?? 0;
