import { findApplication } from '../state/applications.ts';
import type { OAuthApplicationRecord } from '../state/model.ts';
import { digest, sameText } from '../state/secrets.ts';
import type { Store } from '../state/store.ts';
import type { Form } from './form.ts';

interface ClientCredentials {
  clientId: string;
  clientSecret: string;
}

/**
 * By Basic or among the parameters; Basic counts when both are there. Doorkeeper takes the two halves of Basic as they
 * are: it does not decode them, although RFC 6749 2.3.1 has clients encode them.
 */
export function findCredentials(authorization: string | undefined, form: Form): ClientCredentials | null {
  const basic = /^Basic (.*)/.exec(authorization ?? '')?.[1];
  const [clientId = '', ...rest] = Buffer.from(basic ?? '', 'base64')
    .toString('utf8')
    .split(':');
  if (clientId.trim() !== '') return { clientId, clientSecret: rest.join(':') };
  if (!form.client_id) return null;
  return { clientId: form.client_id, clientSecret: form.client_secret ?? '' };
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
  const { clientSecretHash } = application;
  // A public application need not send a secret, but what it sends must be right, and here it has none.
  if (clientSecretHash === null) return credentials.clientSecret === '' ? application : null;
  return sameText(digest(credentials.clientSecret), clientSecretHash) ? application : null;
}
