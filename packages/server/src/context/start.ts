import type { Config, dataFolders } from '../config.ts';
import type { openDatabase } from '../database/database.ts';
import type { Log } from '../log.ts';

export type DatabaseLocation = Parameters<typeof openDatabase>[0];

/** What there is before the first service is built. */
export interface Start {
  config: Config;
  log: Log;
  /** Where browsers reach this server. Known for sure only once it listens. */
  publicUrl(): string;
  databaseLocation: DatabaseLocation;
  folders: ReturnType<typeof dataFolders>;
  /** The installation's key, from which each use derives its own. */
  key: Buffer;
  /** Closers run in the reverse order of their registration. */
  onClose(closer: () => Promise<void>): void;
}
