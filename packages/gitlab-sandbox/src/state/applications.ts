import type { OAuthApplicationRecord } from './model.ts';
import { digest } from './secrets.ts';
import type { Store } from './store.ts';

export interface OAuthApplicationInput {
  clientId: string;
  /** Leave out for a public application. */
  clientSecret?: string;
  redirectUris: string[];
  name: string;
  scopes: string[];
}

export function findApplication(store: Store, clientId: string): OAuthApplicationRecord | null {
  return store.state.applications.find((application) => application.clientId === clientId) ?? null;
}

/** Registers an application, or updates the one with this client id and keeps its tokens. */
export function putApplication(
  store: Store,
  input: OAuthApplicationInput,
  ownerId: number | null = null,
): OAuthApplicationRecord {
  const values = {
    clientId: input.clientId,
    clientSecretHash: input.clientSecret === undefined ? null : digest(input.clientSecret),
    name: input.name,
    redirectUris: input.redirectUris,
    scopes: input.scopes,
  };
  const existing = findApplication(store, input.clientId);
  const record = existing ?? { id: store.nextId('application'), ownerId, ...values };
  if (existing) Object.assign(existing, values);
  else store.state.applications.push(record);
  store.save();
  return record;
}

/** Deletes an application with its tokens, which are then simply unknown. */
export function deleteApplication(store: Store, clientId: string): void {
  const { state } = store;
  state.applications = state.applications.filter((application) => application.clientId !== clientId);
  state.oauthTokens = state.oauthTokens.filter((token) => token.clientId !== clientId);
  state.authorizationCodes = state.authorizationCodes.filter((code) => code.clientId !== clientId);
  store.save();
}

/** What a user does under Edit profile → Access → Applications. */
export function revokeApplication(store: Store, userId: number, clientId: string): void {
  const nowMs = store.clock.now();
  for (const token of store.state.oauthTokens) {
    if (token.userId === userId && token.clientId === clientId) token.revokedAtMs ??= nowMs;
  }
  store.state.authorizationCodes = store.state.authorizationCodes.filter(
    (code) => code.userId !== userId || code.clientId !== clientId,
  );
  store.save();
}
