import type { Case } from '../case.ts';
import { publicApp, readingApp, redirectUri } from '../provider.ts';
import { authorize, decide, exchange, type Fields, newCode, send } from '../requests.ts';

const challenge = '2i0WFA-0AerkjQm4X4oDEhqA17QIAKNjXpagHBXmO_U';

const asked = (title: string, changes: Fields): Case => ({
  title: `authorize: ${title}`,
  act: (provider) => authorize(provider, changes),
});

const mistakes: Case[] = [
  asked('unknown application', { client_id: 'nobody' }),
  asked('no application', { client_id: undefined }),
  asked('another redirect address', { redirect_uri: 'https://app.example/other' }),
  asked('another host', { redirect_uri: 'https://evil.example/callback' }),
  asked('a redirect address that begins like the registered one', { redirect_uri: `${redirectUri}/more` }),
  asked('a redirect address with a fragment', { redirect_uri: `${redirectUri}#top` }),
  asked('a redirect address that is none', { redirect_uri: 'callback' }),
  asked('no redirect address', { redirect_uri: undefined }),
  asked('a registered query, changed', { redirect_uri: 'https://app.example/second?fixed=2' }),
  asked('a registered query, left out', { redirect_uri: 'https://app.example/second' }),
  asked('localhost for 127.0.0.1', { redirect_uri: 'http://localhost:4000/callback' }),
  asked('no response type', { response_type: undefined }),
  asked('response type token', { response_type: 'token' }),
  asked('unknown response type', { response_type: 'x' }),
  asked('unknown response mode', { response_mode: 'x' }),
  asked('unknown scope', { scope: 'everything' }),
  asked('a known scope with an unknown one', { scope: 'api everything' }),
  asked('a scope of GitLab’s that the application does not have', { scope: 'sudo' }),
  asked('a scope the application does not have', { client_id: readingApp.clientId, scope: 'api' }),
  asked('scopes on lines', { scope: 'api\nread_user' }),
  asked('no scope, and the application lacks the default one', {
    client_id: readingApp.clientId,
    scope: undefined,
  }),
  asked('a challenge without a method', { code_challenge: challenge }),
  asked('a challenge with an unknown method', { code_challenge: challenge, code_challenge_method: 'S512' }),
  asked('two mistakes: application and redirect', {
    client_id: 'nobody',
    redirect_uri: 'https://evil.example',
  }),
  asked('two mistakes: redirect and response type', {
    redirect_uri: 'https://evil.example',
    response_type: 'x',
  }),
  asked('two mistakes: response type and scope', { response_type: 'x', scope: 'everything' }),
];

const consent: Case[] = [
  asked('everything right', { scope: 'read_user' }),
  asked('no scope', { scope: undefined }),
  asked('empty scope', { scope: '' }),
  asked('no state', { state: undefined, scope: 'read_user' }),
  asked('a query that is not registered', { redirect_uri: `${redirectUri}?more=1`, scope: 'read_user' }),
  asked('the registered query', { redirect_uri: 'https://app.example/second?fixed=1', scope: 'read_user' }),
  asked('another port of 127.0.0.1', { redirect_uri: 'http://127.0.0.1:5000/callback', scope: 'read_user' }),
  asked('a method without a challenge', { code_challenge_method: 'S512', scope: 'read_user' }),
  asked('a public application', { client_id: publicApp.clientId }),
];

/** What an application was allowed before is not asked about again, when it asks for the very same scopes. */
const asAuthorizedBefore = (title: string, clientId: string, scope: string): Case => ({
  title: `authorize: once authorized, ${title}`,
  act: async (provider) => {
    await provider.issueTokens(clientId, ['read_user', 'read_api']);
    return authorize(provider, { client_id: clientId, scope });
  },
});

const decided = (title: string, changes: Fields): Case => ({
  title: `authorize: ${title}`,
  act: (provider) => decide(provider, 'allow', changes),
});

const decisions: Case[] = [
  {
    title: 'authorize: nobody is signed in',
    act: (provider) => send(provider, '/oauth/authorize?client_id=nobody'),
  },
  asAuthorizedBefore('the same scopes in another order', readingApp.clientId, 'read_api read_user'),
  asAuthorizedBefore('fewer scopes', readingApp.clientId, 'read_api'),
  asAuthorizedBefore('a public application', publicApp.clientId, 'read_user read_api'),
  decided('allowed', {}),
  decided('allowed, no state', { state: undefined }),
  decided('allowed, the redirect address has a query', {
    redirect_uri: 'https://app.example/second?fixed=1',
  }),
  { title: 'authorize: denied', act: (provider) => decide(provider, 'deny', {}) },
  { title: 'authorize: denied, no state', act: (provider) => decide(provider, 'deny', { state: undefined }) },
  decided('allowed, but there is no such scope', { scope: 'everything' }),
  decided('allowed, but there is no such response type', { response_type: 'x', state: undefined }),
  decided('allowed, but there is no such application', { client_id: 'nobody' }),
  decided('allowed, but the redirect address is another', { redirect_uri: 'https://evil.example/' }),
  {
    title: 'authorize: the code is good for the redirect address it was asked with',
    act: async (provider) => {
      const elsewhere = { redirect_uri: 'http://127.0.0.1:5000/callback' };
      return exchange(provider, await newCode(provider, elsewhere), elsewhere);
    },
  },
];

export const authorizeCases = [...mistakes, ...consent, ...decisions];
