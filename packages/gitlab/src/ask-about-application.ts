import { GitLabError } from './gitlab-error.ts';
import { exchangeCode } from './oauth.ts';
import type { ReachableApplication } from './oauth-application.ts';

export type ApplicationAnswer =
  | { kind: 'known' }
  /** `invalid_client` as the reason's `oauthError`: the id or the secret is wrong. Otherwise GitLab did not say. */
  | { kind: 'not-confirmed'; reason: GitLabError };

/**
 * Asks GitLab whether it knows an application, its secret included, by exchanging a code that cannot exist: GitLab
 * looks at the application first and then finds the code wrong (`invalid_grant`). A refresh would tell nothing: there
 * GitLab looks at the token first.
 */
export async function askAboutApplication(application: ReachableApplication): Promise<ApplicationAnswer> {
  const made = { code: 'asks', codeVerifier: 'asks', redirectUri: 'https://example.com/' };
  try {
    await exchangeCode({ ...application, ...made });
    throw new GitLabError('unexpected', { gitlabMessage: 'a code that nobody issued was accepted' });
  } catch (failure) {
    if (!(failure instanceof GitLabError)) throw failure;
    return failure.oauthError === 'invalid_grant'
      ? { kind: 'known' }
      : { kind: 'not-confirmed', reason: failure };
  }
}
