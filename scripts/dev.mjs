// Notelab with the sandbox, restarted when the server's code changes, and Vite in front of it for the web app.
import { spawn } from 'node:child_process';
import { buildDatabase } from './build-database.mjs';
import { env, installDependencies, installSystemPackages, node, root } from './ensure-installed.mjs';

installDependencies();
installSystemPackages(['git', 'git-lfs', 'bwrap', 'setpriv', 'jupyter-server']);
buildDatabase();
const vitePort = 5173;
const publicUrl = `http://127.0.0.1:${vitePort}`;
const start = (command, args) =>
  spawn(command, args, { cwd: root, stdio: 'inherit', env: { ...env, NOTELAB_PUBLIC_URL: publicUrl } });
const children = [
  start(node, ['--watch', '--disable-warning=ExperimentalWarning', 'packages/dev-env/src/start.ts']),
  start('vite', ['packages/web', '--host', '127.0.0.1', '--port', String(vitePort), '--strictPort']),
];
for (const child of children)
  child.on('exit', () => {
    for (const other of children) other.kill();
  });
