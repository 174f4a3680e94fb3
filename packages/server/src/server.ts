import { plainGit } from '@notelab/git';
import type { FastifyInstance } from 'fastify';
import { registerFeatures } from './app.ts';
import { claimDataFolder } from './claim-data-folder.ts';
import { type Config, dataFolders } from './config.ts';
import type { DatabaseLocation } from './context/start.ts';
import { type Context, createContext } from './context.ts';
import { logEndings } from './features/operating/log-endings.ts';
import { serveMetrics } from './features/operating/metrics/serve-metrics.ts';
import type { SampleSignIn } from './features/workspaces/routes.ts';
import { createHttpServer } from './http/create-http-server.ts';
import { requireGit } from './require-git.ts';
import { StartUpError } from './start-up-error.ts';

export interface RunningServer {
  /** Where browsers reach it: `config.publicUrl`, with the real port when that was 0. */
  url: string;
  /** Null when they are not served. */
  metricsUrl: string | null;
  context: Context;
  close(): Promise<void>;
}

export interface StartOptions {
  /** Sign-ins that the first page offers: only for sample installations. */
  samples?: SampleSignIn[];
  /** Instead of what `config` says: `memory` in tests. */
  databaseLocation?: DatabaseLocation;
}

/** Requests under way get this long to finish when the server closes. */
const closeWithinMs = 5_000;

/** Starts Notelab. Throws a StartUpError for what the person who starts it can change. */
export async function startServer(config: Config, options: StartOptions = {}): Promise<RunningServer> {
  await requireGit(plainGit());
  const closers = [await claimDataFolder(config.dataDir)];
  const close = async () => {
    for (const closer of closers.splice(0).reverse()) await closer();
  };
  try {
    let url = config.publicUrl;
    const publicUrl = () => url;
    const app = await createHttpServer(config, publicUrl);
    const context = await createContext({
      config,
      log: app.log,
      publicUrl,
      databaseLocation:
        options.databaseLocation ??
        (config.databaseUrl ? { url: config.databaseUrl } : { folder: dataFolders(config.dataDir).database }),
    });
    closers.push(context.close);
    logEndings(context);
    const metrics = config.metrics && (await serveMetrics(app, context, config.metrics));
    if (metrics) closers.push(metrics.close);
    closers.push(() => closeHttp(app));
    await registerFeatures(app, context, { samples: options.samples ?? [] });
    const port = await listen(app, config);
    if (new URL(url).port === '0') url = url.replace(/:0$/, `:${port}`);
    return { url, metricsUrl: metrics?.url ?? null, context, close };
  } catch (error) {
    await close();
    throw error;
  }
}

async function listen(app: FastifyInstance, { host, port }: Config): Promise<number> {
  try {
    await app.listen({ host, port, listenTextResolver: () => 'listening' });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'EADDRINUSE')
      throw new StartUpError(`Port ${port} of ${host} is taken. Set NOTELAB_PORT to another one.`);
    if (code === 'EACCES')
      throw new StartUpError(`Port ${port} may not be used by this user. Set NOTELAB_PORT to another one.`);
    if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND')
      throw new StartUpError(`${host} is not an address of this machine. Change NOTELAB_HOST.`);
    throw error;
  }
  const address = app.server.address();
  return address && typeof address === 'object' ? address.port : port;
}

async function closeHttp(app: FastifyInstance): Promise<void> {
  const deadline = setTimeout(() => app.server.closeAllConnections(), closeWithinMs);
  await app.close();
  clearTimeout(deadline);
}
