import { resolve } from 'node:path';
import { startSandbox } from './sandbox.ts';
import { samplePassword, sampleUsers } from './seed/sample-users.ts';

const port = Number(process.env.GITLAB_SANDBOX_PORT || 4322);
const dataDir = resolve(process.env.GITLAB_SANDBOX_DATA_DIR || 'data/gitlab-sandbox');

function explain(error: NodeJS.ErrnoException): string {
  if (error.code === 'EADDRINUSE') {
    return `Port ${port} is taken. Set GITLAB_SANDBOX_PORT to a free one.`;
  }
  if (error.code === 'ERR_SOCKET_BAD_PORT') {
    return `GITLAB_SANDBOX_PORT must be a number from 0 to 65535, not "${process.env.GITLAB_SANDBOX_PORT}".`;
  }
  if (error.syscall === 'mkdir' || error.syscall === 'open') {
    return `The folder ${dataDir} cannot be written. Set GITLAB_SANDBOX_DATA_DIR to another one.`;
  }
  if (error.code === 'ENOENT' && error.path === 'git') return 'git is not installed.';
  return error.message;
}

try {
  const sandbox = await startSandbox({ port, dataDir });
  console.log(`GitLab sandbox: ${sandbox.url}`);
  console.log(`Sign in as ${sampleUsers.map(({ username }) => username).join(', ')} (${samplePassword})`);
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      sandbox.close().then(() => process.exit(0));
    });
  }
} catch (error) {
  console.error(`The GitLab sandbox cannot start. ${explain(error as NodeJS.ErrnoException)}`);
  process.exitCode = 1;
}
