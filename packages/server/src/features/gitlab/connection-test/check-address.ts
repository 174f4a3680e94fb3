import { reachHost } from '@notelab/gitlab';
import { explainFailure } from './explain-failure.ts';
import { type Finding, ok, type TestTarget } from './finding.ts';

/** Can the name be looked up, may it be contacted, and does anything listen there? */
export async function checkAddress(
  { url, host, connection }: TestTarget,
  signal: AbortSignal,
): Promise<Finding> {
  const proxy = connection.proxy?.url ?? null;
  try {
    const { address } = await reachHost(url, connection, signal);
    const way = proxy
      ? `through the proxy ${proxy}`
      : address && !host.startsWith(address)
        ? `at ${address}`
        : '';
    return ok(`${host} can be reached${way ? ` ${way}` : ''}.`);
  } catch (failure) {
    return explainFailure(failure, { host, proxy });
  }
}
