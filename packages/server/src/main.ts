import { ConfigError, readConfig } from './config.ts';
import { startServer } from './server.ts';
import { StartUpError } from './start-up-error.ts';

/** The production entry: Notelab alone, from the environment's settings. */
async function main(): Promise<void> {
  const server = await startServer(readConfig());
  let closing = false;
  for (const signal of ['SIGTERM', 'SIGINT'] as const)
    process.on(signal, async () => {
      // A second signal does not wait.
      if (closing) process.exit(1);
      closing = true;
      await server.close();
      process.exit(0);
    });
  console.log(`Notelab is ready: ${server.url}`);
}

main().catch((error: unknown) => {
  const isExplained = error instanceof StartUpError || error instanceof ConfigError;
  console.error(isExplained ? error.message : error);
  process.exit(1);
});
