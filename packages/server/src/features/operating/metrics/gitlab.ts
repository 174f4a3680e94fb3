import type { Context } from '../../../context.ts';
import type { InstanceTraffic } from '../../gitlab/instances/traffic.ts';
import type { Metrics } from './registry.ts';

/** How the instances answer. They are named by their addresses: `instance` is Prometheus' own word. */
export function measureGitLab(
  { traffic, instances, accounts, gateway }: Pick<Context, 'traffic' | 'instances' | 'accounts' | 'gateway'>,
  metrics: Metrics,
): void {
  const requests = metrics.counter('gitlab_requests_total', 'Requests to GitLab by how they ended', [
    'gitlab',
    'kind',
    'outcome',
  ]);
  const answers = metrics.seconds('gitlab_answer_seconds', 'Time until answers of GitLab began', [
    'gitlab',
    'kind',
  ]);
  traffic.onAnswer(({ url }, { kind, outcome, afterMs }) => {
    const gitlab = toLabel(url);
    requests.inc({ gitlab, kind, outcome });
    if (afterMs !== null) answers.observe({ gitlab, kind }, afterMs / 1000);
  });

  async function ofEach(read: (traffic: InstanceTraffic) => number | null) {
    const numbers = (await instances.list()).map(
      ({ id, url }) => [toLabel(url), read(traffic.of(id))] as const,
    );
    return numbers.flatMap(([url, number]) => (number === null ? [] : [[url, number] as const]));
  }
  metrics.gauges(
    'gitlab_circuit_open',
    '1 while GitLab does not answer and is asked only now and then',
    'gitlab',
    () => ofEach(({ circuit }) => (circuit.state === 'closed' ? 0 : 1)),
  );
  metrics.gauges(
    'gitlab_rate_limit_left',
    'Requests that the user with the fewest left may still make, as GitLab last said',
    'gitlab',
    () => ofEach(({ rateLimit }) => rateLimit?.left ?? null),
  );
  metrics.gauges('gitlab_rate_limit', 'Requests that GitLab allows one user in its window', 'gitlab', () =>
    ofEach(({ rateLimit }) => rateLimit?.limit ?? null),
  );

  const refreshes = metrics.counter('gitlab_token_refreshes_total', 'Refreshes of tokens by how they ended', [
    'outcome',
  ]);
  accounts.onRefresh(({ outcome }) => refreshes.inc({ outcome }));

  const exchanges = metrics.counter('git_exchanges_total', 'Requests of git through the gateway', [
    'service',
    'outcome',
  ]);
  const times = metrics.seconds('git_exchange_seconds', 'Time that requests of git took', ['service']);
  const bytes = metrics.counter('git_bytes_total', 'Bytes from git to the gateway, and back', [
    'service',
    'direction',
  ]);
  gateway.onEnded(({ service, outcome, tookMs, receivedBytes, sentBytes }) => {
    exchanges.inc({ service, outcome });
    times.observe({ service }, tookMs / 1000);
    bytes.inc({ service, direction: 'from-git' }, receivedBytes);
    bytes.inc({ service, direction: 'to-git' }, sentBytes);
  });
  metrics.gauge('git_exchanges', 'Requests of git that are under way', gateway.countExchanges);
}

function toLabel(url: string): string {
  const { host, pathname } = new URL(url);
  return `${host}${pathname.replace(/\/$/, '')}`;
}
