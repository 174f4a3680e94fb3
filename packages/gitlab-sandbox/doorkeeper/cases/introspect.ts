import type { Case } from '../case.ts';
import { app, otherApp, publicApp } from '../provider.ts';
import {
  basic,
  bearer,
  credentials,
  type Fields,
  later,
  newTokens,
  noCredentials,
  otherCredentials,
  post,
} from '../requests.ts';

const introspected = (
  title: string,
  changes: Fields = {},
  headers: Record<string, string> = {},
  which: 'accessToken' | 'refreshToken' = 'accessToken',
): Case => ({
  title: `introspect: ${title}`,
  act: async (provider) => {
    const token = (await newTokens(provider, ['api', 'read_user']))[which];
    return post(provider, '/oauth/introspect', { ...credentials, token, ...changes }, headers);
  },
});

export const introspectCases: Case[] = [
  introspected('good'),
  introspected('refresh token', {}, {}, 'refreshToken'),
  introspected('by Basic', noCredentials, basic(app.clientId, app.clientSecret)),
  introspected('unknown token', { token: 'unknown' }),
  introspected('no token', { token: undefined }),
  introspected('another application', otherCredentials),
  introspected('a public application', { client_id: publicApp.clientId, client_secret: undefined }),
  introspected('wrong secret', { client_secret: 'wrong' }),
  introspected('unknown application', { client_id: 'nobody' }),
  introspected('no application', noCredentials),
  introspected('nothing at all', { ...noCredentials, token: undefined }),
  introspected('by a bad bearer token', noCredentials, bearer('bad')),
  {
    title: 'introspect: a public application, about its own token',
    act: async (provider) => {
      const { accessToken } = await newTokens(provider, ['api'], publicApp.clientId);
      return post(provider, '/oauth/introspect', { client_id: publicApp.clientId, token: accessToken });
    },
  },
  {
    title: 'introspect: the token of a public application, by another application',
    act: async (provider) => {
      const { accessToken } = await newTokens(provider, ['api'], publicApp.clientId);
      return post(provider, '/oauth/introspect', { ...credentials, token: accessToken });
    },
  },
  {
    title: 'introspect: by another token of the application',
    act: async (provider) => {
      const [asking, asked] = [await newTokens(provider), await newTokens(provider)];
      return post(provider, '/oauth/introspect', { token: asked.accessToken }, bearer(asking.accessToken));
    },
  },
  {
    title: 'introspect: by a token of another application',
    act: async (provider) => {
      const asking = await newTokens(provider, ['api'], otherApp.clientId);
      const asked = await newTokens(provider);
      return post(provider, '/oauth/introspect', { token: asked.accessToken }, bearer(asking.accessToken));
    },
  },
  {
    title: 'introspect: by the very token',
    act: async (provider) => {
      const { accessToken } = await newTokens(provider);
      return post(provider, '/oauth/introspect', { token: accessToken }, bearer(accessToken));
    },
  },
  ...(['accessToken', 'refreshToken'] as const).map(
    (which): Case => ({
      title: `introspect: expired, by its ${which}`,
      act: async (provider) => {
        const token = (await newTokens(provider))[which];
        return later(provider, 121, () => post(provider, '/oauth/introspect', { ...credentials, token }));
      },
    }),
  ),
  {
    title: 'introspect: revoked',
    act: async (provider) => {
      const { accessToken: token } = await newTokens(provider);
      await post(provider, '/oauth/revoke', { ...credentials, token });
      return post(provider, '/oauth/introspect', { ...credentials, token });
    },
  },
];
