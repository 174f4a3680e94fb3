import type { Case } from '../case.ts';
import { app, type Provider, publicApp } from '../provider.ts';
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

const refreshed = (
  title: string,
  changes: Fields = {},
  headers: Record<string, string> = {},
  scopes = ['api', 'read_user'],
): Case => ({
  title: `refresh: ${title}`,
  act: async (provider) =>
    refresh(provider, (await newTokens(provider, scopes)).refreshToken, changes, headers),
});

const refreshedPublic = (title: string, changes: Fields): Case => ({
  title: `refresh: ${title}`,
  act: async (provider) =>
    refresh(provider, (await newTokens(provider, ['api'], publicApp.clientId)).refreshToken, changes),
});

const clients: Case[] = [
  refreshed('good'),
  refreshed('by Basic', noCredentials, basic(app.clientId, app.clientSecret)),
  refreshed('a redirect address is not heard', { redirect_uri: 'https://evil.example' }),
  refreshed('wrong secret', { client_secret: 'wrong' }),
  refreshed('no secret', { client_secret: undefined }),
  refreshed('unknown application', { client_id: 'nobody' }),
  refreshed('no application', noCredentials),
  refreshed('another application', otherCredentials),
  refreshed('no token', { refresh_token: undefined }),
  refreshed('empty token', { refresh_token: '' }),
  refreshed('unknown token', { refresh_token: 'unknown' }),
  refreshed('unknown token, wrong secret', { refresh_token: 'unknown', client_secret: 'wrong' }),
  refreshed('no token, wrong secret', { refresh_token: undefined, client_secret: 'wrong' }),
  {
    title: 'refresh: an access token',
    act: async (provider) => refresh(provider, (await newTokens(provider)).accessToken),
  },
  refreshedPublic('a public application', { client_id: publicApp.clientId, client_secret: undefined }),
  refreshedPublic('a public application with a wrong secret', {
    client_id: publicApp.clientId,
    client_secret: 'wrong',
  }),
  refreshedPublic('the token of a public application, by nobody', noCredentials),
  refreshedPublic('the token of a public application, by another application', {}),
];

const scopes: Case[] = [
  refreshed('narrower scope', { scope: 'read_user' }),
  refreshed('the same scopes, in another order', { scope: 'read_user api' }),
  refreshed('wider scope', { scope: 'api read_user write_repository' }),
  refreshed('unknown scope', { scope: 'everything' }),
  refreshed('empty scope', { scope: '' }),
  refreshed('a scope of blanks', { scope: '  ' }),
  refreshed('scopes on lines', { scope: 'api\nread_user' }),
  refreshed('the parameter scopes', { scopes: 'read_user' }),
];

const lives: Case[] = [
  {
    title: 'refresh: kills the old pair at once',
    act: async (provider) => {
      const old = await newTokens(provider);
      return [
        await refresh(provider, old.refreshToken),
        await tokenInfo(provider, old.accessToken),
        await refresh(provider, old.refreshToken),
      ];
    },
  },
  {
    title: 'refresh: a refused one leaves the pair alive',
    act: async (provider) => {
      const pair = await newTokens(provider);
      await refresh(provider, pair.refreshToken, { client_secret: 'wrong' });
      await refresh(provider, pair.refreshToken, { scope: 'everything' });
      return [await tokenInfo(provider, pair.accessToken), await refresh(provider, pair.refreshToken)];
    },
  },
  {
    title: 'refresh: a spent token does no harm to the new pair',
    act: async (provider) => {
      const old = await newTokens(provider);
      const next = await provider.issueTokens(app.clientId, ['api']);
      await refresh(provider, old.refreshToken);
      await refresh(provider, old.refreshToken);
      return tokenInfo(provider, next.accessToken);
    },
  },
  {
    title: 'refresh: two at once',
    act: async (provider: Provider) => {
      const { refreshToken } = await newTokens(provider);
      const replies = await Promise.all([refresh(provider, refreshToken), refresh(provider, refreshToken)]);
      return replies.toSorted((one, other) => one.status - other.status);
    },
  },
  {
    title: 'refresh: after the access token has expired',
    act: async (provider) => {
      const { refreshToken } = await newTokens(provider);
      return later(provider, 180, () => refresh(provider, refreshToken));
    },
  },
  {
    title: 'refresh: after a year',
    act: async (provider) => {
      const { refreshToken } = await newTokens(provider);
      return later(provider, 365 * 24 * 60, () => refresh(provider, refreshToken));
    },
  },
  {
    title: 'refresh: revoked',
    act: async (provider) => {
      const { accessToken, refreshToken } = await newTokens(provider);
      await post(provider, '/oauth/revoke', { ...credentials, token: accessToken });
      return refresh(provider, refreshToken);
    },
  },
  {
    title: 'refresh: revoked, wrong secret',
    act: async (provider) => {
      const { accessToken, refreshToken } = await newTokens(provider);
      await post(provider, '/oauth/revoke', { ...credentials, token: accessToken });
      return refresh(provider, refreshToken, { client_secret: 'wrong' });
    },
  },
];

export const refreshCases = [...clients, ...scopes, ...lives];
