import type { Context } from '../../../context.ts';
import type { Metrics } from './registry.ts';

type Measured = Pick<
  Context,
  'operations' | 'passes' | 'terminals' | 'kernelServices' | 'liveNotebooks' | 'automaticExports'
>;

/** What people do, and what runs for them. */
export function measureWork(
  { operations, passes, terminals, kernelServices, liveNotebooks, automaticExports }: Measured,
  metrics: Metrics,
): void {
  const ended = metrics.counter(
    'operations_total',
    'Operations that ended, by what they did and how it went',
    ['kind', 'outcome'],
  );
  const times = metrics.seconds('operation_seconds', 'Time that operations ran', ['kind']);
  const waits = metrics.seconds('operation_wait_seconds', 'Time that operations waited in their queue', [
    'kind',
  ]);
  operations.onEnded(({ operation: { kind, outcome, problem }, ranMs, waitedMs }) => {
    ended.inc({ kind, outcome: outcome?.kind ?? problem?.code ?? 'none' });
    times.observe({ kind }, ranMs / 1000);
    waits.observe({ kind }, waitedMs / 1000);
  });
  metrics.gauges('operations', 'Operations that have not ended', 'status', async () =>
    Object.entries(operations.count()),
  );

  metrics.gauge('passes', 'Passes that let git through the gateway now', passes.countLive);
  metrics.gauge('terminals', 'Terminals that run', terminals.count);
  metrics.gauge('kernels', 'Kernels that run', kernelServices.kernels.count);
  metrics.gauge('notebooks_open', 'Notebooks that are open', () => liveNotebooks.count().notebooks);
  metrics.gauge(
    'notebook_connections',
    'Pages with notebooks that are connected',
    () => liveNotebooks.count().connections,
  );
  metrics.gauges(
    'automatic_exports',
    'Automatic exports: nothing to do (idle), to be done (waiting), to be tried again (failing), stopped',
    'state',
    async () => Object.entries(await automaticExports.count()),
  );
}
