import { type ReachableApplication, refreshTokens, Secret } from '@notelab/gitlab';
import { fail } from '../../../problem.ts';

/**
 * Asks GitLab whether it knows the application, before people are sent there: a refresh with a token that
 * cannot exist is answered with `invalid_grant` when client id and secret are right, with `invalid_client` when
 * they are not (RFC 6749 section 5.2), and otherwise there is no GitLab at the address.
 */
export async function checkApplication(application: ReachableApplication): Promise<void> {
  const outcome = await refreshTokens({ ...application, refreshToken: new Secret('notelab-asks') });
  if (outcome.kind !== 'unavailable') return;
  const { kind, oauthError, gitlabMessage } = outcome.reason;
  const raw = gitlabMessage ? { raw: gitlabMessage } : {};
  const host = new URL(application.instance).host;
  if (oauthError === 'invalid_client')
    fail('oauth-failed', `${host} does not know this application ID, or the secret is another one.`, {
      ...raw,
      fields: { clientId: 'GitLab does not accept this application ID with this secret.' },
    });
  if (kind === 'address-refused')
    fail('address-refused', `${host} is at an address that this server must not contact.`, {
      fields: { url: 'The operator of this Notelab has not allowed private addresses for GitLab.' },
    });
  if (kind === 'certificate')
    fail('gitlab-unavailable', `The certificate of ${host} is not trusted by this server.`, {
      ...raw,
      fields: { certificateAuthority: `Connections to ${host} are not trusted with this.` },
    });
  if (kind === 'unavailable' || kind === 'rate-limited')
    fail('gitlab-unavailable', `No GitLab answers at ${application.instance}.`, {
      ...raw,
      fields: { url: 'No GitLab answers here.' },
    });
  const reason = `There is no GitLab at ${application.instance}. Is a part of the path missing?`;
  fail('address-invalid', reason, { ...raw, fields: { url: reason } });
}
