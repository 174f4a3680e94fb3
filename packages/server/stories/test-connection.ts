import type { CheckResult } from '@notelab/contract';
import type { Client } from '@notelab/dev-env';

/** All that Test connection answers, by check. Throws the problem when it does not begin. */
export async function readTest(
  client: Client,
  path: string,
  body: object,
): Promise<Record<CheckResult['check'], CheckResult>> {
  const headers = { 'content-type': 'application/json' };
  const response = await client.fetch(path, { method: 'POST', headers, body: JSON.stringify(body) });
  const text = await response.text();
  if (!response.ok) throw Object.assign(new Error(text), { reply: JSON.parse(text) });
  const results = text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as CheckResult);
  return Object.fromEntries(results.map((result) => [result.check, result])) as Record<
    CheckResult['check'],
    CheckResult
  >;
}

/** The state of every check, in order. */
export function statesOf(results: Record<string, CheckResult>): string[] {
  return Object.values(results).map(({ check, state }) => `${check}: ${state}`);
}
