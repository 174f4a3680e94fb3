import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { buildDatabase } from './build-database.mjs';
import { buildWeb } from './build-web.mjs';
import { env, installDependencies, installSystemPackages, node, root } from './ensure-installed.mjs';

installDependencies();
installSystemPackages(['git', 'bwrap', 'setpriv', 'chromium']);
buildDatabase();
buildWeb();
const wanted = process.argv.slice(2);
const benches = readdirSync(join(root, 'bench')).filter((name) => name.endsWith('.bench.ts'));
for (const name of benches) {
  if (wanted.length > 0 && !wanted.some((word) => name.includes(word))) continue;
  const args = ['--disable-warning=ExperimentalWarning', join('bench', name)];
  const { status } = spawnSync(node, args, { cwd: root, stdio: 'inherit', env });
  // The others still have something to say.
  if (status !== 0) process.exitCode = 1;
}
