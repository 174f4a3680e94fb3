import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { Problem } from './errors.ts';
import { AccountId, InstanceId } from './ids.ts';
import { OperationKind } from './operations.ts';

/** How an account is doing. That GitLab is down says nothing about it. */
export const AccountHealth = z.enum([
  'connected',
  /** GitLab gave nothing to renew the access with: it works until `endsAt`, then it has to be reconnected. */
  'ending',
  /** GitLab lets its user do nothing, mostly because they are blocked there. It works again as soon as they may. */
  'blocked',
  /** GitLab does not accept the application of this Notelab (any more): an admin has to see to it. */
  'application-refused',
  'needs-reconnect',
]);
export type AccountHealth = z.infer<typeof AccountHealth>;

/** Why an account is not well. */
export const AccountTrouble = z.object({
  reason: z.enum([
    'blocked',
    'application-refused',
    /** Withdrawn at GitLab by the user, or ended there with the user's own account. */
    'revoked',
    /** GitLab's answer to a renewal never arrived, and what it replaced is dead. */
    'renewal-lost',
    /** It ran out, and GitLab gave nothing to renew it with. */
    'ended',
    /** An admin entered another application; access that was given to the former one cannot be renewed. */
    'application-replaced',
    /** The key of this installation was replaced, so that nobody can read the tokens any more. */
    'key-replaced',
  ]),
  since: z.iso.datetime(),
  /** GitLab's own words. */
  raw: z.string().nullable(),
});
export type AccountTrouble = z.infer<typeof AccountTrouble>;

export const Account = z.object({
  id: AccountId,
  instanceId: InstanceId,
  username: z.string(),
  name: z.string(),
  avatarUrl: z.string().nullable(),
  webUrl: z.string(),
  scopes: z.array(z.string()),
  connectedAt: z.iso.datetime(),
  lastUsedAt: z.iso.datetime().nullable(),
  tokenRenewedAt: z.iso.datetime().nullable(),
  health: AccountHealth,
  /** Null when it is connected, or only ending. */
  trouble: AccountTrouble.nullable(),
  /** Of one that is ending. */
  endsAt: z.iso.datetime().nullable(),
});
export type Account = z.infer<typeof Account>;

/** Whether GitLab may be asked with it: what then comes of it, GitLab says. */
export const isUsable = (account: Pick<Account, 'health'> | null): boolean =>
  account !== null && account.health !== 'needs-reconnect';

/**
 * Another GitLab user than the one who is connected, who has just allowed Notelab their access. Nothing has
 * changed yet: the person decides who it is to be.
 */
export const OfferedAccount = z.object({
  username: z.string(),
  name: z.string(),
  avatarUrl: z.string().nullable(),
  webUrl: z.string(),
  expiresAt: z.iso.datetime(),
});
export type OfferedAccount = z.infer<typeof OfferedAccount>;

/** What a user sees of each instance: its name, and their own account on it. */
export const InstanceForUser = z.object({
  id: InstanceId,
  name: z.string(),
  url: z.string(),
  sandbox: z.boolean(),
  account: Account.nullable(),
  offered: OfferedAccount.nullable(),
});
export type InstanceForUser = z.infer<typeof InstanceForUser>;

/** Something that lives on an account, and stops with it. */
export const AccountUse = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('operation'),
    operation: OperationKind,
    folderName: z.string(),
    projectName: z.string(),
  }),
  z.object({ kind: z.literal('terminal'), name: z.string(), projectName: z.string() }),
  z.object({
    kind: z.literal('automatic-export'),
    repositoryPath: z.string(),
    branch: z.string(),
    projectName: z.string(),
  }),
]);
export type AccountUse = z.infer<typeof AccountUse>;

/** What GitLab said of an account just now. */
export const AccountCheck = z.object({
  account: Account,
  /** What the user was called before, when they have been renamed on GitLab. */
  renamedFrom: z.string().nullable(),
  /** Null: all is well. Of a GitLab that is down, too: that changes nothing about the account. */
  problem: Problem.nullable(),
});
export type AccountCheck = z.infer<typeof AccountCheck>;

const tag = 'GitLab';
const inInstance = z.object({ instanceId: InstanceId });

export const listMyInstances = endpoint({
  method: 'GET',
  path: '/api/me/gitlab',
  tag,
  summary: 'Every instance with the own account on it',
  response: z.array(InstanceForUser),
});
export const connectAccount = endpoint({
  method: 'POST',
  path: '/api/me/gitlab/:instanceId/connect',
  tag,
  summary: 'Begin linking: the address of the instance’s consent page. `returnTo` is a path of this site.',
  params: inInstance,
  body: z.object({ returnTo: z.string().max(500).optional() }),
  response: z.object({ url: z.string() }),
});
/* After consent GitLab sends the browser to GET /api/gitlab/callback, which redirects to `returnTo` with
   `?gitlab=connected`, with `?gitlab=other-user` when it was another GitLab user than the one connected (nothing has
   changed then; see `offered`), or with `?gitlab=<error code>` when linking failed. */
export const takeOfferedAccount = endpoint({
  method: 'POST',
  path: '/api/me/gitlab/:instanceId/offered',
  tag,
  summary: 'Become the other GitLab user: disconnects the account that was connected, with all that uses it',
  params: inInstance,
  response: Account,
});
export const refuseOfferedAccount = endpoint({
  method: 'DELETE',
  path: '/api/me/gitlab/:instanceId/offered',
  tag,
  summary: 'Stay who one is: revokes what the other GitLab user has allowed',
  params: inInstance,
  response: z.object({}),
});
export const checkAccount = endpoint({
  method: 'POST',
  path: '/api/me/gitlab/:instanceId/check',
  tag,
  summary: 'Ask GitLab, as the user, whether the account is well and what it is called',
  params: inInstance,
  response: AccountCheck,
});
export const listAccountUse = endpoint({
  method: 'GET',
  path: '/api/me/gitlab/:instanceId/use',
  tag,
  summary: 'What would stop with the own account',
  params: inInstance,
  response: z.array(AccountUse),
});
export const disconnectAccount = endpoint({
  method: 'DELETE',
  path: '/api/me/gitlab/:instanceId',
  tag,
  summary:
    'Unlink: voids passes, ends running git and automatic exports, revokes at GitLab, forgets the tokens',
  params: inInstance,
  response: z.object({
    /** False when GitLab could not be reached: it is tried again later. */ revoked: z.boolean(),
  }),
});
