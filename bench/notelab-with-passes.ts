// Notelab as `packages/server/src/main.ts` starts it, which also hands out passes to the process that started
// it, so that `git clone` alone, without jail and operation, can go through the gateway.
import { readConfig, startServer } from '@notelab/server';

const { url, context, close } = await startServer(readConfig());
process.on('message', (request: Parameters<typeof context.passes.issue>[0]) => {
  const { secret } = context.passes.issue(request);
  process.send!({ secret, gatewayUrl: context.gateway.urlFor(request.instanceId) });
});
process.on('SIGTERM', async () => {
  await close();
  process.exit(0);
});
console.log(`Notelab is ready: ${url}`);
