import type { Sandbox } from '../types.ts';
import { notelab } from './open-sandbox.ts';

export const redirectUri = notelab.redirectUris[0]!;

export function authorizeUrl(sandbox: Sandbox, changes: Record<string, string | undefined> = {}): string {
  const url = new URL(`${sandbox.url}/oauth/authorize`);
  const query = {
    client_id: notelab.clientId,
    redirect_uri: redirectUri,
    response_type: 'code',
    scope: 'api',
    state: 'some-state',
    ...changes,
  };
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return url.href;
}

interface OAuthReply {
  status: number;
  body: Record<string, unknown>;
}

/** Sends a form with the client's credentials in the body; undefined leaves a field out. */
async function postForm(
  sandbox: Sandbox,
  path: string,
  form: Record<string, string | undefined>,
): Promise<OAuthReply> {
  const credentials = { client_id: notelab.clientId, client_secret: notelab.clientSecret };
  const fields = Object.entries({ ...credentials, ...form }).filter((field): field is [string, string] => {
    return field[1] !== undefined;
  });
  const reply = await fetch(`${sandbox.url}${path}`, {
    method: 'POST',
    body: new URLSearchParams(fields),
  });
  return {
    status: reply.status,
    body: (await reply.json()) as Record<string, unknown>,
  };
}

export function exchange(
  sandbox: Sandbox,
  code: string,
  changes: Record<string, string | undefined> = {},
): Promise<OAuthReply> {
  const form = { grant_type: 'authorization_code', code, redirect_uri: redirectUri, ...changes };
  return postForm(sandbox, '/oauth/token', form);
}

export function refresh(
  sandbox: Sandbox,
  refreshToken: unknown,
  changes: Record<string, string | undefined> = {},
): Promise<OAuthReply> {
  const form = { grant_type: 'refresh_token', refresh_token: String(refreshToken), ...changes };
  return postForm(sandbox, '/oauth/token', form);
}

/** Status of `GET /user` with a token. */
export async function userStatus(sandbox: Sandbox, accessToken: unknown): Promise<number> {
  const headers = { authorization: `Bearer ${String(accessToken)}` };
  return (await fetch(`${sandbox.url}/api/v4/user`, { headers })).status;
}
