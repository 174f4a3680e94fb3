import type { Context } from '../../context.ts';

/** One line for each operation that ended and each failure of GitLab: nothing secret, no addresses of requests. */
export function logEndings({
  operations,
  traffic,
  accounts,
  log,
}: Pick<Context, 'operations' | 'traffic' | 'accounts' | 'log'>): void {
  operations.onEnded(({ operation, reach, waitedMs, ranMs }) => {
    const { id, kind, status, outcome, problem, projectId } = operation;
    const about = {
      operation: id,
      kind,
      status,
      outcome: outcome?.kind ?? problem?.code ?? null,
      userId: reach.userId,
      projectId,
      repositoryId: reach.repositoryId,
      instanceId: reach.instanceId,
      waitedMs: Math.round(waitedMs),
      ranMs: Math.round(ranMs),
    };
    log.info(about, 'operation ended');
  });

  traffic.onAnswer(({ id, url }, { kind, outcome, words, afterMs }) => {
    if (outcome === 'ok' || outcome === 'refused') return;
    const about = { instanceId: id, gitlab: url, kind, outcome, words, ms: afterMs && Math.round(afterMs) };
    // While the circuit is open there is one for every click.
    if (outcome === 'held-back') log.debug(about, 'GitLab was not asked');
    else log.warn(about, 'GitLab failed');
  });
  traffic.onCircuit(({ id, url }, isOpen, words) => {
    const about = { instanceId: id, gitlab: url };
    if (isOpen) log.warn({ ...about, words }, 'GitLab does not answer: it is asked only now and then');
    else log.info(about, 'GitLab answers again');
  });

  accounts.onRefresh(({ accountId, instanceId, outcome, reason }) => {
    const about = { accountId, instanceId, outcome, ...(reason !== null && { reason }) };
    if (outcome === 'refreshed') log.debug(about, 'token refreshed');
    else log.warn(about, 'a token could not be refreshed');
  });
}
