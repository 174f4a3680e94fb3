import { type CheckResult, connectionChecks } from '@notelab/contract';
import { checkAddress } from './check-address.ts';
import { checkCertificate } from './check-certificate.ts';
import { checkGit } from './check-git.ts';
import { checkOAuth } from './check-oauth.ts';
import { checkRest } from './check-rest.ts';
import { explainFailure } from './explain-failure.ts';
import { type Finding, notReached, type TestTarget } from './finding.ts';

type CheckName = CheckResult['check'];

const checks: Record<CheckName, (target: TestTarget, signal: AbortSignal) => Promise<Finding>> = {
  address: checkAddress,
  certificate: checkCertificate,
  rest: checkRest,
  application: checkOAuth,
  git: checkGit,
};

/** Without these nothing that comes after can be asked. */
const needed: CheckName[] = ['address', 'certificate', 'rest'];

/** Looks at one thing after the other and tells of each as soon as it is known. Ends early when it is broken off. */
export async function* testConnection(
  target: TestTarget,
  { signal, checkWithinMs }: { signal: AbortSignal; checkWithinMs: number },
): AsyncGenerator<CheckResult> {
  let missing: CheckName | null = null;
  for (const check of connectionChecks) {
    if (signal.aborted) return;
    if (missing) {
      yield { check, ...skipped(missing) };
      continue;
    }
    const limit = AbortSignal.any([signal, AbortSignal.timeout(checkWithinMs)]);
    const finding = await checks[check](target, limit).catch((failure) =>
      explainFailure(failure, { host: target.host, proxy: target.connection.proxy?.url ?? null }),
    );
    if (signal.aborted) return;
    yield { check, ...finding };
    if (finding.state === 'failed' && needed.includes(check)) missing = check;
  }
}

/** The address is none, so that nothing can be asked. */
export function* refuseAddress(reason: string): Generator<CheckResult> {
  for (const check of connectionChecks) {
    if (check !== 'address') yield { check, ...skipped('address') };
    else yield { check, state: 'failed', summary: reason, why: null, next: addressHint, raw: null };
  }
}

const addressHint = 'Enter the address of GitLab’s start page, as people open it in their browser.';

function skipped(missing: CheckName): Finding {
  const because: Partial<Record<CheckName, string>> = {
    address: 'Not looked at: the address comes first.',
    certificate: 'Not looked at: the certificate comes first.',
    rest: 'Not looked at: there has to be a GitLab first.',
  };
  return notReached(because[missing] ?? 'Not looked at.');
}
