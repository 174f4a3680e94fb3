import type { Case } from '../case.ts';
import { redirectUri } from '../provider.ts';
import { credentials, newCode, newTokens, send } from '../requests.ts';

const posted = (
  title: string,
  path: string,
  body: string | Uint8Array<ArrayBuffer>,
  type?: string,
): Case => ({
  title: `malformed: ${title}`,
  act: (provider) => {
    const headers: Record<string, string> = type ? { 'content-type': type } : {};
    return send(provider, path, { method: 'POST', headers, body });
  },
});
const form = 'application/x-www-form-urlencoded';
const json = 'application/json';

const wrongMethods = ['/oauth/token', '/oauth/revoke', '/oauth/introspect'].map(
  (path): Case => ({ title: `malformed: GET ${path}`, act: (provider) => send(provider, path) }),
);

export const malformedCases: Case[] = [
  ...wrongMethods,
  {
    title: 'malformed: POST /oauth/token/info',
    act: (provider) => send(provider, '/oauth/token/info', { method: 'POST' }),
  },
  {
    title: 'malformed: code exchange as JSON',
    act: async (provider) =>
      send(provider, '/oauth/token', {
        method: 'POST',
        headers: { 'content-type': json },
        body: JSON.stringify({
          ...credentials,
          grant_type: 'authorization_code',
          code: await newCode(provider),
          redirect_uri: redirectUri,
        }),
      }),
  },
  {
    title: 'malformed: everything in the query',
    act: async (provider) => {
      const { refreshToken } = await newTokens(provider);
      const query = new URLSearchParams({
        ...credentials,
        grant_type: 'refresh_token',
        refresh_token: refreshToken,
      });
      return send(provider, `/oauth/token?${query}`, { method: 'POST' });
    },
  },
  {
    title: 'malformed: a parameter twice',
    act: async (provider) => {
      const { refreshToken } = await newTokens(provider);
      const fields = new URLSearchParams({
        ...credentials,
        grant_type: 'refresh_token',
        refresh_token: 'unknown',
      });
      fields.append('refresh_token', refreshToken);
      return send(provider, '/oauth/token', { method: 'POST', body: fields });
    },
  },
  posted('no body', '/oauth/token', ''),
  posted('an empty form', '/oauth/token', '', form),
  posted('text', '/oauth/token', 'grant_type=x', 'text/plain'),
  posted('XML', '/oauth/token', '<a/>', 'application/xml'),
  posted('an unknown type', '/oauth/token', 'grant_type=x', 'x/y'),
  posted('JSON that is none', '/oauth/token', '{', json),
  posted('JSON without an object', '/oauth/token', '[1]', json),
  posted('JSON with a number for a text', '/oauth/token', '{"grant_type":1}', json),
  posted('a list for a text', '/oauth/token', 'grant_type[]=refresh_token', form),
  posted('a percent sign that encodes nothing', '/oauth/token', 'grant_type=%', form),
  posted('bytes that are no UTF-8', '/oauth/token', 'grant_type=%FF', form),
  posted('raw bytes that are no UTF-8', '/oauth/token', Uint8Array.of(0x67, 0x3d, 0xff), form),
  posted('a null byte', '/oauth/token', 'grant_type=x%00', form),
  posted('bytes that are no UTF-8, to revoke', '/oauth/revoke', 'token=%FF', form),
  {
    title: 'malformed: authorize with bytes that are no UTF-8',
    act: (provider) =>
      send(provider, '/oauth/authorize?client_id=%FF', { headers: provider.visitor.headers }),
  },
];
