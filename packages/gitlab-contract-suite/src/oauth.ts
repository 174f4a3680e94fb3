import { authorizeInBrowser, type Browser, openBrowser, type Visit } from './browser.ts';
import type { Json } from './rest.ts';
import { afterwards, type Target } from './target.ts';

export type Form = Record<string, string | undefined>;

export interface OAuthReply {
  status: number;
  headers: Headers;
  body: Json;
}

const browsers = new WeakMap<Target, Browser>();

/** The address that an application sends a browser to; undefined leaves a parameter out. */
export function authorizeUrl(target: Target, changes: Form = {}): string {
  const { clientId, redirectUri } = target.application;
  const parameters = {
    client_id: clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'api',
    state: 'some-state',
    ...changes,
  };
  return `${target.url}/oauth/authorize?${new URLSearchParams(onlyGiven(parameters))}`;
}

/** Goes through the pages as the target's user, who stays signed in. */
export function authorize(
  target: Target,
  changes: Form = {},
  decision: 'authorize' | 'deny' = 'authorize',
): Promise<Visit> {
  const browser = browsers.get(target) ?? openBrowser(target.url);
  browsers.set(target, browser);
  return authorizeInBrowser(browser, authorizeUrl(target, changes), target, decision);
}

/** The code that an authorization ends with. */
export async function newCode(target: Target, changes: Form = {}): Promise<string> {
  const end = await authorize(target, changes);
  const code = end.kind === 'left' ? new URL(end.url).searchParams.get('code') : null;
  if (!code) throw new Error(`The authorization ended without a code: ${JSON.stringify(end).slice(0, 2000)}`);
  return code;
}

/** Sends a form with the application's credentials in the body; undefined leaves a field out. */
export async function postForm(
  target: Target,
  path: string,
  form: Form,
  headers: Record<string, string> = {},
): Promise<OAuthReply> {
  const { clientId, clientSecret } = target.application;
  const fields = onlyGiven({ client_id: clientId, client_secret: clientSecret, ...form });
  const reply = await fetch(`${target.url}${path}`, {
    method: 'POST',
    headers,
    body: new URLSearchParams(fields),
  });
  return { status: reply.status, headers: reply.headers, body: (await reply.json()) as Json };
}

export const exchange = (target: Target, code: string, changes: Form = {}) =>
  postForm(target, '/oauth/token', {
    grant_type: 'authorization_code',
    code,
    redirect_uri: target.application.redirectUri,
    ...changes,
  });

export const refresh = (target: Target, refreshToken: unknown, changes: Form = {}) =>
  postForm(target, '/oauth/token', {
    grant_type: 'refresh_token',
    refresh_token: String(refreshToken),
    ...changes,
  });

export const revoke = (target: Target, token: unknown) =>
  postForm(target, '/oauth/revoke', { token: String(token) });

/** A pair of tokens with these scopes, revoked after the test. */
export async function newTokens(target: Target, scope = 'api') {
  const { status, body } = await exchange(target, await newCode(target, { scope }));
  if (status !== 200) throw new Error(`No tokens: ${JSON.stringify(body)}`);
  const pair = { accessToken: String(body.access_token), refreshToken: String(body.refresh_token) };
  afterwards(() => revoke(target, pair.refreshToken));
  return pair;
}

function onlyGiven(form: Form): [string, string][] {
  return Object.entries(form).filter((field): field is [string, string] => field[1] !== undefined);
}
