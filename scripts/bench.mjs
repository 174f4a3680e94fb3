import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildDatabase } from './build-database.mjs';
import { buildWeb } from './build-web.mjs';
import { installDependencies, installSystemPackages, node, root, run } from './ensure-installed.mjs';

installDependencies();
installSystemPackages(['git', 'git-lfs', 'bwrap', 'setpriv']);
buildDatabase();
buildWeb();
const wanted = process.argv.slice(2);
const benches = readdirSync(join(root, 'bench')).filter((name) => name.endsWith('.bench.ts'));
for (const name of benches)
  if (wanted.length === 0 || wanted.some((word) => name.includes(word)))
    run(node, ['--disable-warning=ExperimentalWarning', join('bench', name)]);
