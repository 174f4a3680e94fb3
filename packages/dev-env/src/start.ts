import { type Sandbox, startSandbox } from '@notelab/gitlab-sandbox';
import {
  type Config,
  ConfigError,
  dataFolders,
  type RunningServer,
  readConfig,
  StartUpError,
  startServer,
} from '@notelab/server';
import { createSamples } from './create-samples.ts';
import { sampleApplication, samplePassword, sampleSignIns } from './samples.ts';

/**
 * `npm start`: Notelab and, as long as no real GitLab is configured, the sandbox with sample repositories, so
 * that there is something to try at once.
 */
async function main(): Promise<void> {
  const config = readConfig();
  const notelab = await startServer(config, { samples: config.sandbox === 'auto' ? sampleSignIns : [] });
  const sandbox = await startSamples(config, notelab);
  closeOnSignals(async () => {
    await notelab.close();
    await sandbox?.close();
  });
  if (sandbox) printSamples(sandbox);
  console.log(`Notelab is ready: ${notelab.url}`);
}

async function startSamples(config: Config, { context, url }: RunningServer): Promise<Sandbox | null> {
  if (config.sandbox === 'off') return null;
  const instances = await context.instances.list();
  if (instances.some((instance) => !instance.sandbox)) return null;
  const starting = startSandbox({
    port: config.sandboxPort,
    dataDir: dataFolders(config.dataDir).sandbox,
    oauthApplications: [
      {
        ...sampleApplication,
        name: 'Notelab',
        redirectUris: [`${url}/api/gitlab/callback`],
        scopes: ['api'],
      },
    ],
  });
  const samples = context.setUp.isNeeded().then((isNeeded) => (isNeeded ? createSamples(url) : null));
  // Both to their end, also when one fails: samples left half made would never be completed.
  await Promise.allSettled([starting, samples]);
  const [sandbox] = await Promise.all([starting, samples]);
  await context.instances.addSandbox({ url: sandbox.url, ...sampleApplication });
  return sandbox;
}

function printSamples(sandbox: Sandbox): void {
  const people = sampleSignIns.map(({ email }) => email).join(', ');
  console.log(`
  GitLab sandbox:  ${sandbox.url}
  Notelab sign-ins:  ${people}
  Sandbox sign-ins:  maintainer, developer, reporter, outsider
  Password of all:  ${samplePassword}
`);
}

function closeOnSignals(close: () => Promise<void>): void {
  let closing = false;
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const)
    process.on(signal, async () => {
      // A second signal does not wait.
      if (closing) process.exit(1);
      closing = true;
      await close();
      process.exit(0);
    });
}

main().catch((error: unknown) => {
  const isExplained = error instanceof StartUpError || error instanceof ConfigError;
  console.error(isExplained ? error.message : error);
  process.exit(1);
});
