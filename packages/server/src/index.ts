export { type Config, ConfigError, dataFolders, readConfig } from './config.ts';
export type { Context } from './context.ts';
export type { SampleSignIn } from './features/workspaces/routes.ts';
export { type RunningServer, type StartOptions, startServer } from './server.ts';
export { StartUpError } from './start-up-error.ts';
