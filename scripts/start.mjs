import { buildDatabase } from './build-database.mjs';
import { buildWeb } from './build-web.mjs';
import { installDependencies, installSystemPackages } from './ensure-installed.mjs';
import { runServer } from './run-server.mjs';

installDependencies();
installSystemPackages(['git', 'git-lfs', 'bwrap', 'setpriv', 'jupyter-server']);
buildDatabase();
buildWeb();
runServer('packages/dev-env/src/start.ts');
