import type { Case } from '../case.ts';
import { app, otherApp, type Provider } from '../provider.ts';
import { exchange, later, newCode, noCredentials, post } from '../requests.ts';
import { exchanged } from './exchanged.ts';

const verifier = 'ks02i3jdikdo2k0dkfodf3m39rjfjsdk0wk349rj3jrhf';
const challenge = '2i0WFA-0AerkjQm4X4oDEhqA17QIAKNjXpagHBXmO_U';
const s256 = { code_challenge: challenge, code_challenge_method: 'S256' };
const plain = { code_challenge: verifier, code_challenge_method: 'plain' };
const grants: Case[] = [
  exchanged('good', {}),
  exchanged('good, several scopes', { asked: { scope: 'read_user api' } }),
  exchanged('a scope at the exchange is not heard', { changes: { scope: 'read_user' } }),
  exchanged('wrong redirect address', { changes: { redirect_uri: 'https://app.example/other' } }),
  exchanged('another registered redirect address', {
    changes: { redirect_uri: 'https://app.example/second?fixed=1' },
  }),
  exchanged('no redirect address', { changes: { redirect_uri: undefined } }),
  exchanged('empty redirect address', { changes: { redirect_uri: '' } }),
  exchanged('no code', { changes: { code: undefined } }),
  exchanged('unknown code', { changes: { code: 'unknown' } }),
  exchanged('no grant type', { changes: { grant_type: undefined } }),
  exchanged('empty grant type', { changes: { grant_type: '' } }),
  exchanged('unknown grant type', { changes: { grant_type: 'x' } }),
  exchanged('a grant type that is a word of JavaScript', { changes: { grant_type: 'constructor' } }),
  exchanged('nothing at all', {
    changes: { ...noCredentials, code: undefined, redirect_uri: undefined, grant_type: undefined },
  }),
  {
    title: 'code: used',
    act: async (provider) => {
      const code = await newCode(provider);
      await exchange(provider, code);
      return exchange(provider, code);
    },
  },
  {
    title: 'code: good after a wrong attempt',
    act: async (provider) => {
      const code = await newCode(provider);
      await exchange(provider, code, { client_secret: 'wrong' });
      await exchange(provider, code, { redirect_uri: 'https://app.example/other' });
      await exchange(provider, code, { client_id: otherApp.clientId, client_secret: otherApp.clientSecret });
      return exchange(provider, code);
    },
  },
  {
    title: 'code: expired after ten minutes',
    act: async (provider) => {
      const code = await newCode(provider);
      return later(provider, 10.1, () => exchange(provider, code));
    },
  },
  {
    title: 'code: good after nine minutes',
    act: async (provider) => {
      const code = await newCode(provider);
      return later(provider, 9, () => exchange(provider, code));
    },
  },
  {
    title: 'code: two exchanges at once',
    act: async (provider: Provider) => {
      const code = await newCode(provider);
      const replies = await Promise.all([exchange(provider, code), exchange(provider, code)]);
      return replies.toSorted((one, other) => one.status - other.status);
    },
  },
];

const verifiers: Case[] = [
  exchanged('the right verifier, S256', { asked: s256, changes: { code_verifier: verifier } }),
  exchanged('the right verifier, plain', { asked: plain, changes: { code_verifier: verifier } }),
  exchanged('wrong verifier, S256', { asked: s256, changes: { code_verifier: challenge } }),
  exchanged('wrong verifier, plain', { asked: plain, changes: { code_verifier: challenge } }),
  exchanged('no verifier', { asked: s256 }),
  exchanged('empty verifier', { asked: s256, changes: { code_verifier: '' } }),
  exchanged('no verifier, wrong secret', { asked: s256, changes: { client_secret: 'wrong' } }),
  exchanged('no verifier and no redirect address', { asked: s256, changes: { redirect_uri: undefined } }),
  exchanged('a verifier nobody asked for', { changes: { code_verifier: verifier } }),
];

const otherGrants: Case[] = [
  {
    title: 'grant: the user’s password',
    act: (provider) =>
      post(provider, '/oauth/token', {
        grant_type: 'password',
        client_id: app.clientId,
        client_secret: app.clientSecret,
        username: 'nobody',
        password: 'wrong',
      }),
  },
  {
    title: 'grant: the application’s own',
    act: (provider) =>
      post(provider, '/oauth/token', {
        grant_type: 'client_credentials',
        client_id: app.clientId,
        client_secret: 'wrong',
      }),
  },
];

export const exchangeCases = [...grants, ...verifiers, ...otherGrants];
