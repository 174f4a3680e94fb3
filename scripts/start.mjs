import { buildWeb } from './build-web.mjs';
import { installDependencies, installSystemPackages } from './ensure-installed.mjs';
import { runServer } from './run-server.mjs';

installDependencies();
installSystemPackages(['git', 'bwrap', 'setpriv']);
buildWeb();
runServer('packages/dev-env/src/start.ts');
