import type { Log } from '../../log.ts';
import type { ExportStore, TakenExport } from './store.ts';

/** Another server, or this one after its end, takes up what nobody says to be at work on any more. */
export const leaseMs = 60_000;

export interface Lease {
  /** Aborts when it is somebody else's: the settings were changed, or this server was away for too long. */
  lost: AbortSignal;
  /** Renews it no more. @returns what was taken, with the lease as it stands now */
  end(): Promise<TakenExport>;
}

/** Says to other servers that this one is at work on what it has taken, until that is ended. */
export function holdLease(store: Pick<ExportStore, 'renew'>, taken: TakenExport, log: Log): Lease {
  const lost = new AbortController();
  let held = taken;
  let renewal = Promise.resolve();

  async function renew(): Promise<void> {
    const leaseUntil = new Date(Date.now() + leaseMs);
    if (await store.renew(held, leaseUntil)) held = { ...held, leaseUntil };
    else lost.abort(new Error('The lease of an automatic export is lost.'));
  }

  const timer = setInterval(() => {
    renewal = renewal
      .then(renew)
      .catch((err) => log.error({ err, project: taken.projectId }, 'a lease was not renewed'));
  }, leaseMs / 3);
  return {
    lost: lost.signal,
    async end() {
      clearInterval(timer);
      await renewal;
      return held;
    },
  };
}
