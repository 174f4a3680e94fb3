import { app, otherApp, type Provider, redirectUri } from './provider.ts';
import { type Reply, readReply } from './reply.ts';

/** Fields of a form or query; undefined leaves one out. */
export type Fields = Record<string, string | undefined>;

export const noCredentials = { client_id: undefined, client_secret: undefined };
export const credentials = { client_id: app.clientId, client_secret: app.clientSecret };

export const otherCredentials = { client_id: otherApp.clientId, client_secret: otherApp.clientSecret };

export function encode(fields: Fields): URLSearchParams {
  return new URLSearchParams(
    Object.entries(fields).filter((field): field is [string, string] => field[1] !== undefined),
  );
}

export const basic = (clientId: string, secret: string) => ({
  authorization: `Basic ${btoa(`${clientId}:${secret}`)}`,
});
export const bearer = (token: string) => ({ authorization: `Bearer ${token}` });

export async function send(provider: Provider, path: string, init: RequestInit = {}): Promise<Reply> {
  const reply = await fetch(provider.url + path, { redirect: 'manual', ...init });
  return readReply(reply, provider.url);
}

export function post(
  provider: Provider,
  path: string,
  fields: Fields,
  headers: Record<string, string> = {},
): Promise<Reply> {
  return send(provider, path, { method: 'POST', headers, body: encode(fields) });
}

const authorization: Fields = {
  client_id: app.clientId,
  redirect_uri: redirectUri,
  response_type: 'code',
  scope: 'api',
  state: 'a state',
};

/** The browser of the signed-in user opens the page that asks for consent. */
export function authorize(provider: Provider, changes: Fields): Promise<Reply> {
  const query = encode({ ...authorization, ...changes });
  return send(provider, `/oauth/authorize?${query}`, { headers: provider.visitor.headers });
}

/** The signed-in user presses one of the buttons on that page. */
export function decide(provider: Provider, decision: 'allow' | 'deny', changes: Fields): Promise<Reply> {
  const method = decision === 'deny' ? { _method: 'delete' } : {};
  const form = { ...authorization, ...provider.visitor.fields, ...method, ...changes };
  return post(provider, '/oauth/authorize', form, provider.visitor.headers);
}

export async function newCode(provider: Provider, changes: Fields = {}): Promise<string> {
  const form = encode({ ...authorization, ...provider.visitor.fields, ...changes });
  const reply = await fetch(`${provider.url}/oauth/authorize`, {
    method: 'POST',
    redirect: 'manual',
    headers: provider.visitor.headers,
    body: form,
  });
  return new URL(reply.headers.get('location')!).searchParams.get('code')!;
}

export function exchange(
  provider: Provider,
  code: string | undefined,
  changes: Fields = {},
  headers: Record<string, string> = {},
): Promise<Reply> {
  const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri };
  return post(provider, '/oauth/token', { ...credentials, ...form, ...changes }, headers);
}

export function refresh(
  provider: Provider,
  refreshToken: string | undefined,
  changes: Fields = {},
  headers: Record<string, string> = {},
): Promise<Reply> {
  const form = { grant_type: 'refresh_token', refresh_token: refreshToken };
  return post(provider, '/oauth/token', { ...credentials, ...form, ...changes }, headers);
}

export const newTokens = (provider: Provider, scopes = ['api'], clientId = app.clientId) =>
  provider.issueTokens(clientId, scopes);

export function tokenInfo(provider: Provider, accessToken: string): Promise<Reply> {
  return send(provider, '/oauth/token/info', { headers: bearer(accessToken) });
}

/** Does something while the clock of the server is ahead. */
export async function later<Result>(
  provider: Provider,
  minutes: number,
  act: () => Promise<Result>,
): Promise<Result> {
  await provider.setClockOffset(minutes * 60_000);
  try {
    return await act();
  } finally {
    await provider.setClockOffset(0);
  }
}
