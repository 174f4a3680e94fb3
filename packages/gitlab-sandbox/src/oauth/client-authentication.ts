import { findApplication } from '../state/applications.ts';
import type { OAuthApplicationRecord } from '../state/model.ts';
import { digest, sameText } from '../state/secrets.ts';
import type { Store } from '../state/store.ts';
import type { Form } from './form.ts';

interface ClientCredentials {
  clientId: string;
  clientSecret: string | null;
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value.replaceAll('+', ' '));
  } catch {
    return value;
  }
}

/** By Basic (each half form-encoded, RFC 6749 2.3.1) or in the body. */
function findCredentials(authorization: string | undefined, form: Form): ClientCredentials | null {
  const basic = /^Basic\s+(.+)$/i.exec(authorization ?? '');
  if (basic) {
    const [id = '', ...secret] = Buffer.from(basic[1]!, 'base64').toString('utf8').split(':');
    return { clientId: decode(id), clientSecret: decode(secret.join(':')) };
  }
  if (!form.client_id) return null;
  return { clientId: form.client_id, clientSecret: form.client_secret ?? null };
}

/** The application that sent the request; null when it is unknown or its secret is wrong. */
export function findClient(
  store: Store,
  authorization: string | undefined,
  form: Form,
): OAuthApplicationRecord | null {
  const credentials = findCredentials(authorization, form);
  const application = credentials && findApplication(store, credentials.clientId);
  if (!application) return null;
  if (application.clientSecretHash === null) return application;
  const secretHash = digest(credentials.clientSecret ?? '');
  return sameText(secretHash, application.clientSecretHash) ? application : null;
}
