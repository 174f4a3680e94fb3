import type { Case } from '../case.ts';
import type { Provider } from '../provider.ts';
import { bearer, credentials, later, newTokens, post, send } from '../requests.ts';

const info = (provider: Provider, query = '', headers: Record<string, string> = {}) =>
  send(provider, `/oauth/token/info${query}`, { headers });

export const tokenInfoCases: Case[] = [
  {
    title: 'info: good',
    act: async (provider) =>
      info(provider, '', bearer((await newTokens(provider, ['api', 'read_user'])).accessToken)),
  },
  {
    title: 'info: the token in the query',
    act: async (provider) => info(provider, `?access_token=${(await newTokens(provider)).accessToken}`),
  },
  {
    title: 'info: the token in the query, by its other name',
    act: async (provider) => info(provider, `?bearer_token=${(await newTokens(provider)).accessToken}`),
  },
  {
    title: 'info: a good token in the query and a bad one in the header',
    act: async (provider) =>
      info(provider, `?access_token=${(await newTokens(provider)).accessToken}`, bearer('bad')),
  },
  {
    title: 'info: bearer in small letters',
    act: async (provider) =>
      info(provider, '', { authorization: `bearer ${(await newTokens(provider)).accessToken}` }),
  },
  {
    title: 'info: half an hour before its end',
    act: async (provider) => {
      const { accessToken } = await newTokens(provider);
      return later(provider, 90, () => info(provider, '', bearer(accessToken)));
    },
  },
  { title: 'info: unknown token', act: (provider) => info(provider, '', bearer('unknown')) },
  { title: 'info: no token', act: (provider) => info(provider) },
  {
    title: 'info: refresh token',
    act: async (provider) => info(provider, '', bearer((await newTokens(provider)).refreshToken)),
  },
  {
    title: 'info: expired token',
    act: async (provider) => {
      const { accessToken } = await newTokens(provider);
      return later(provider, 121, () => info(provider, '', bearer(accessToken)));
    },
  },
  {
    title: 'info: revoked token',
    act: async (provider) => {
      const { accessToken } = await newTokens(provider);
      await post(provider, '/oauth/revoke', { ...credentials, token: accessToken });
      return info(provider, '', bearer(accessToken));
    },
  },
];
