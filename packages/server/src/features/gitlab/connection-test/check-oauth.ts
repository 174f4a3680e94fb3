import { askAboutApplication } from '@notelab/gitlab';
import { type Finding, failed, notReached, ok, type TestTarget, warning } from './finding.ts';

/** Does GitLab know the application, its secret and, as far as it can be told, the redirect address? */
export async function checkOAuth({ application, account, redirectUrl }: TestTarget): Promise<Finding> {
  if (!application) {
    return notReached('No application has been entered yet.', {
      next: 'Register Notelab on GitLab, and enter the application ID and the secret.',
    });
  }
  const answer = await askAboutApplication(application);
  if (answer.kind === 'known') return explainKnown(account, redirectUrl);
  const { kind, oauthError, message, gitlabMessage } = answer.reason;
  const raw = gitlabMessage ?? message;
  if (oauthError === 'invalid_client') {
    return failed('GitLab does not accept this application ID with this secret.', {
      why: 'It does not know the ID, or the secret is another one; it does not say which.',
      next: 'Copy both once more from the application’s page on GitLab. A secret that is lost can be renewed there.',
      raw,
    });
  }
  if (kind === 'rate-limited') {
    return warning('GitLab asks to slow down before it says whether it knows the application.', {
      next: 'Try again in a minute.',
      raw,
    });
  }
  return failed('GitLab did not say whether it knows the application.', {
    why: 'The page where applications sign in (/oauth/token) does not answer as GitLab’s does; something in front may hold it back.',
    next: 'Try again. If it stays so, ask whoever runs this GitLab.',
    raw,
  });
}

function explainKnown(account: TestTarget['account'], redirectUrl: string): Finding {
  const known = 'GitLab knows the application and its secret.';
  if (account)
    return ok(known, {
      why: `The redirect address is right, too: @${account.username} came back through it.`,
    });
  return ok(known, {
    next: `Whether the redirect address ${redirectUrl} is registered there is seen when the first person connects their account: GitLab tells it nobody else.`,
  });
}
