import { z } from 'zod';

/** An id as Notelab makes them: 20 lower-case letters and digits, random. */
const id = z.string().regex(/^[0-9a-z]{20}$/, 'not an id');

export const UserId = id.brand('UserId');
export const WorkspaceId = id.brand('WorkspaceId');
export const InstanceId = id.brand('InstanceId');
export const AccountId = id.brand('AccountId');
export const RepositoryId = id.brand('RepositoryId');
export const IntegrationId = id.brand('IntegrationId');
export const ProjectId = id.brand('ProjectId');
export const CheckoutId = id.brand('CheckoutId');
export const OperationId = id.brand('OperationId');
export const InvitationId = id.brand('InvitationId');
export const TerminalId = id.brand('TerminalId');
export const NotebookId = id.brand('NotebookId');
export const VersionId = id.brand('VersionId');
export const WebhookId = id.brand('WebhookId');

export type UserId = z.infer<typeof UserId>;
export type WorkspaceId = z.infer<typeof WorkspaceId>;
export type InstanceId = z.infer<typeof InstanceId>;
export type AccountId = z.infer<typeof AccountId>;
export type RepositoryId = z.infer<typeof RepositoryId>;
export type IntegrationId = z.infer<typeof IntegrationId>;
export type ProjectId = z.infer<typeof ProjectId>;
export type CheckoutId = z.infer<typeof CheckoutId>;
export type OperationId = z.infer<typeof OperationId>;
export type InvitationId = z.infer<typeof InvitationId>;
export type TerminalId = z.infer<typeof TerminalId>;
export type NotebookId = z.infer<typeof NotebookId>;
export type VersionId = z.infer<typeof VersionId>;
export type WebhookId = z.infer<typeof WebhookId>;

const alphabet = '0123456789abcdefghijklmnopqrstuvwxyz';

/** A new random id (about 103 bits). The caller says what it identifies: `newId<ProjectId>()`. */
export function newId<Id extends string>(): Id {
  let text = '';
  while (text.length < 20) {
    for (const byte of crypto.getRandomValues(new Uint8Array(32))) {
      // 252 is the largest multiple of 36 below 256: bytes above it would favour the first letters.
      if (byte < 252 && text.length < 20) text += alphabet[byte % 36];
    }
  }
  return text as Id;
}
