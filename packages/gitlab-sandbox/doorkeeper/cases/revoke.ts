import type { Case } from '../case.ts';
import { app, type Provider, publicApp } from '../provider.ts';
import type { Reply } from '../reply.ts';
import {
  basic,
  credentials,
  type Fields,
  later,
  newTokens,
  noCredentials,
  otherCredentials,
  post,
  refresh,
  tokenInfo,
} from '../requests.ts';

function revoke(
  provider: Provider,
  token: string | undefined,
  changes: Fields = {},
  headers: Record<string, string> = {},
): Promise<Reply> {
  return post(provider, '/oauth/revoke', { ...credentials, token, ...changes }, headers);
}

/** Revokes a token of a new pair, and looks what is left of it. */
const revoked = (
  title: string,
  which: 'accessToken' | 'refreshToken',
  changes: Fields = {},
  { headers = {}, clientId = app.clientId }: { headers?: Record<string, string>; clientId?: string } = {},
): Case => ({
  title: `revoke: ${title}`,
  act: async (provider) => {
    const pair = await newTokens(provider, ['api'], clientId);
    return [
      await revoke(provider, pair[which], changes, headers),
      await tokenInfo(provider, pair.accessToken),
    ];
  },
});

const ofPublic = { clientId: publicApp.clientId };

export const revokeCases: Case[] = [
  revoked('access token', 'accessToken'),
  revoked('refresh token', 'refreshToken'),
  revoked('by Basic', 'accessToken', noCredentials, { headers: basic(app.clientId, app.clientSecret) }),
  revoked('with a right hint', 'refreshToken', { token_type_hint: 'refresh_token' }),
  revoked('with a wrong hint', 'accessToken', { token_type_hint: 'refresh_token' }),
  revoked('another application', 'accessToken', otherCredentials),
  revoked('another application, by the refresh token', 'refreshToken', otherCredentials),
  revoked('wrong secret', 'accessToken', { client_secret: 'wrong' }),
  revoked('unknown application', 'accessToken', { client_id: 'nobody' }),
  revoked('no application', 'accessToken', noCredentials),
  revoked(
    'the token of a public application',
    'accessToken',
    { client_id: publicApp.clientId, client_secret: undefined },
    ofPublic,
  ),
  revoked(
    'the token of a public application, by another application',
    'accessToken',
    otherCredentials,
    ofPublic,
  ),
  revoked('the token of a public application, by nobody', 'accessToken', noCredentials, ofPublic),
  { title: 'revoke: unknown token', act: (provider) => revoke(provider, 'unknown') },
  {
    title: 'revoke: unknown token, wrong secret',
    act: (provider) => revoke(provider, 'unknown', { client_secret: 'wrong' }),
  },
  {
    title: 'revoke: unknown token, no application',
    act: (provider) => revoke(provider, 'unknown', noCredentials),
  },
  { title: 'revoke: no token', act: (provider) => revoke(provider, undefined) },
  { title: 'revoke: nothing at all', act: (provider) => revoke(provider, undefined, noCredentials) },
  {
    title: 'revoke: a second time',
    act: async (provider) => {
      const { accessToken } = await newTokens(provider);
      await revoke(provider, accessToken);
      return revoke(provider, accessToken);
    },
  },
  {
    title: 'revoke: a revoked token, by another application',
    act: async (provider) => {
      const { accessToken } = await newTokens(provider);
      await revoke(provider, accessToken);
      return revoke(provider, accessToken, otherCredentials);
    },
  },
  {
    title: 'revoke: the refresh token of an expired access token',
    act: async (provider) => {
      const { refreshToken } = await newTokens(provider);
      await later(provider, 180, () => revoke(provider, refreshToken));
      return refresh(provider, refreshToken);
    },
  },
];
