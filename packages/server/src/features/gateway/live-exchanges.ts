import type { Pass, Passes } from '../passes/passes.ts';

/** The reason with which an exchange is ended because its pass is: a sentence for the person. */
export class PassVoided extends Error {}

export interface LiveExchanges {
  /** Runs `work`; its signal fires when the pass is voided meanwhile, or when `abort` is called. */
  run(pass: Pass, work: (exchange: AbortController) => Promise<void>): Promise<void>;
  count(): number;
  endAll(): void;
}

/** Keeps the requests that are under way by their pass, so that they end when it does. */
export function createLiveExchanges(passes: Pick<Passes, 'onVoid'>): LiveExchanges {
  const live = new Map<AbortController, Pass>();
  const stopListening = passes.onVoid((voided, reason) => {
    for (const [exchange, pass] of live) if (pass.id === voided.id) exchange.abort(new PassVoided(reason));
  });
  return {
    async run(pass, work) {
      const exchange = new AbortController();
      live.set(exchange, pass);
      try {
        await work(exchange);
      } finally {
        live.delete(exchange);
      }
    },
    count: () => live.size,
    endAll() {
      stopListening();
      for (const exchange of live.keys()) exchange.abort(new PassVoided('Notelab is stopping.'));
    },
  };
}
