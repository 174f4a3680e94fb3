import {
  askAboutApplication,
  type ReachableApplication,
  type RefreshOutcome,
  refreshTokens,
  type Secret,
} from '@notelab/gitlab';

/**
 * Renews a pair. GitLab calls a refresh token useless also when it no longer knows the application, with which all its
 * tokens went, and when the application's secret is wrong besides: which it is has to be asked.
 */
export async function renewAtGitLab(
  application: ReachableApplication,
  refreshToken: Secret,
): Promise<RefreshOutcome> {
  const outcome = await refreshTokens({ ...application, refreshToken });
  if (outcome.kind !== 'invalid-grant') return outcome;
  const answer = await askAboutApplication(application);
  const isRefused = answer.kind === 'not-confirmed' && answer.reason.oauthError === 'invalid_client';
  return isRefused ? { kind: 'unavailable', reason: answer.reason } : outcome;
}
