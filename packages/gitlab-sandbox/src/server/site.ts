import type { LfsTokens } from '../lfs/lfs-tokens.ts';
import type { Store } from '../state/store.ts';
import type { Webhooks } from '../webhooks/webhooks.ts';
import type { Faults } from './faults.ts';
import type { RequestLog } from './request-log.ts';

/** What every route needs: the state, the public address and the log. */
export interface Site {
  store: Store;
  /** Public address without a trailing slash, for example `http://localhost:4322/gitlab`. */
  url: string;
  /** The path below which everything is served: empty or, for example, `/gitlab`. */
  basePath: string;
  requests: RequestLog;
  faults: Faults;
  lfsTokens: LfsTokens;
  webhooks: Webhooks;
  /** Folder with the git hooks. */
  hooksDir: string;
}
