import { askAboutApplication, type ReachableApplication } from '@notelab/gitlab';
import { fail } from '../../../problem.ts';

/** Asks GitLab whether it knows the application, before people are sent there. */
export async function checkApplication(application: ReachableApplication): Promise<void> {
  const answer = await askAboutApplication(application);
  if (answer.kind === 'known') return;
  const { kind, oauthError, gitlabMessage } = answer.reason;
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
