import { allowInsecureRequests, ClientSecretPost, Configuration, customFetch, None } from 'openid-client';
import type { Dispatcher } from 'undici';
import { joinInstanceUrl } from './instance-url.ts';
import type { Secret } from './secret.ts';
import { sendRequest } from './send-request.ts';

/** An OAuth application as registered at GitLab. Without a secret it is a public ("non-confidential") one. */
export interface OAuthApplication {
  instance: string;
  clientId: string;
  clientSecret?: Secret;
}

/** Also says how to reach the instance: `guardedDispatcher`. */
export interface ReachableApplication extends OAuthApplication {
  dispatcher: Dispatcher;
}

/** Explicit endpoints instead of discovery: GitLab's are fixed, and discovery would cost a request. */
export function configure(application: OAuthApplication): Configuration {
  const { instance, clientId, clientSecret } = application;
  const config = new Configuration(
    {
      issuer: instance,
      authorization_endpoint: joinInstanceUrl(instance, 'oauth/authorize'),
      token_endpoint: joinInstanceUrl(instance, 'oauth/token'),
      revocation_endpoint: joinInstanceUrl(instance, 'oauth/revoke'),
    },
    clientId,
    undefined,
    clientSecret ? ClientSecretPost(clientSecret.reveal()) : None(),
  );
  if (instance.startsWith('http:')) allowInsecureRequests(config);
  return config;
}

/** `secrets` are those of the request, to be kept out of error messages. */
export function configureReachable(application: ReachableApplication, secrets: Secret[]): Configuration {
  const { instance, clientSecret, dispatcher } = application;
  const config = configure(application);
  config[customFetch] = async (url, { headers, body }) => {
    const {
      status,
      headers: answered,
      text,
    } = await sendRequest({
      instance,
      method: 'POST',
      url,
      headers,
      body: String(body ?? ''),
      secrets: clientSecret ? [clientSecret, ...secrets] : secrets,
      dispatcher,
    });
    return new Response(withoutOddLifetime(text), { status, headers: answered });
  };
  return config;
}

/** A pair that has come must not be lost because of how long it is said to be good: the old one is dead already. */
function withoutOddLifetime(text: string): string {
  try {
    const { expires_in, ...answer } = JSON.parse(text);
    return expires_in === undefined || Number(expires_in) >= 0 ? text : JSON.stringify(answer);
  } catch {
    return text;
  }
}
