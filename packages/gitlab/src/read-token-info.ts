import type { Dispatcher } from 'undici';
import { joinInstanceUrl } from './instance-url.ts';
import { readObject } from './read-json.ts';
import type { Secret } from './secret.ts';
import { sendRequest } from './send-request.ts';

export interface TokenInfo {
  /** GitLab's numeric id of the user whom the token belongs to. */
  userId: number;
  scopes: string[];
  /** Null for a token that does not expire. */
  expiresInSeconds: number | null;
  /** Client id of the OAuth application. */
  applicationUid: string;
}

/** What GitLab says about an access token. Throws `GitLabError`: `unauthorized` for an unknown token. */
export async function readTokenInfo(options: {
  instance: string;
  accessToken: Secret;
  dispatcher: Dispatcher;
}): Promise<TokenInfo> {
  const { instance, accessToken, dispatcher } = options;
  const { body } = await sendRequest({
    instance,
    method: 'GET',
    url: joinInstanceUrl(instance, 'oauth/token/info'),
    token: async () => accessToken,
    dispatcher,
  });
  const info = readObject(body, 'token info');
  return {
    userId: info.number('resource_owner_id'),
    scopes: info.strings('scope'),
    expiresInSeconds: info.numberOrNull('expires_in'),
    applicationUid: info.object('application').string('uid'),
  };
}
