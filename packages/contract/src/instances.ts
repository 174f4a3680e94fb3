import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { InstanceId } from './ids.ts';
import { DisplayName } from './names.ts';

/** One certificate that an instance's connections trust in addition to the usual ones. */
export const TrustedCertificate = z.object({
  subject: z.string(),
  issuer: z.string(),
  validUntil: z.iso.datetime(),
});
export type TrustedCertificate = z.infer<typeof TrustedCertificate>;

/** A GitLab site with its OAuth application. Instances belong to the installation, not to one workspace. */
export const Instance = z.object({
  id: InstanceId,
  name: z.string(),
  url: z.string(),
  clientId: z.string(),
  /** Where GitLab must send people back to: to be registered with the application. */
  redirectUrl: z.string(),
  /** The stand-in that comes with a sample installation. */
  sandbox: z.boolean(),
  certificateAuthority: z.object({ pem: z.string(), certificates: z.array(TrustedCertificate) }).nullable(),
  /** User name and password of the proxy are kept sealed and never shown again. */
  proxy: z.object({ url: z.string(), hasCredentials: z.boolean() }).nullable(),
  /** How many people have an account linked, and how many repositories are connected, in all workspaces. */
  accounts: z.number().int(),
  repositories: z.number().int(),
});
export type Instance = z.infer<typeof Instance>;

const tag = 'GitLab';
const inInstance = z.object({ instanceId: InstanceId });

/** How to reach the instance: OAuth, the API, git and large files all go this way. */
const ConnectionSettings = z.object({
  /** PEM certificates, one or several; empty for none. */
  certificateAuthority: z.string().max(200_000),
  /** `http://user:password@host:port`; empty for none. */
  proxy: z.string().max(1000),
});
const ApplicationSettings = z.object({
  clientId: z.string().trim().min(1).max(200),
  /** Empty for a public application (PKCE only). */
  clientSecret: z.string().max(500),
});
const Address = z.string().max(500);

/** An admin's view. The admins of the first workspace manage the installation's instances. */
export const listInstances = endpoint({
  method: 'GET',
  path: '/api/instances',
  tag,
  summary: 'Instances with their applications (admin)',
  response: z.array(Instance),
});
export const addInstance = endpoint({
  method: 'POST',
  path: '/api/instances',
  tag,
  summary: 'Add an instance (admin)',
  body: z.object({
    name: DisplayName,
    url: Address,
    ...ApplicationSettings.shape,
    ...ConnectionSettings.partial().shape,
  }),
  response: Instance,
});
/** What is left out stays; a proxy that is given replaces the stored one with its user name and password. */
const InstanceChanges = z.object({
  ...ApplicationSettings.partial().shape,
  ...ConnectionSettings.partial().shape,
});
export const updateInstance = endpoint({
  method: 'PATCH',
  path: '/api/instances/:instanceId',
  tag,
  summary: 'Change name, application or connection (admin); the address stays',
  params: inInstance,
  body: InstanceChanges.extend({ name: DisplayName.optional() }),
  response: Instance,
});
export const removeInstance = endpoint({
  method: 'DELETE',
  path: '/api/instances/:instanceId',
  tag,
  summary: 'Remove an instance without repositories (admin)',
  params: inInstance,
  response: z.object({
    /** How many accesses GitLab could not be told to revoke: they last there until their owners revoke them. */
    unrevoked: z.number().int(),
  }),
});

/** What Test connection looks at, in this order. */
export const connectionChecks = ['address', 'certificate', 'rest', 'application', 'git'] as const;

/** What one check found, in words. */
export const CheckResult = z.object({
  check: z.enum(connectionChecks),
  /** `not-reached`: an earlier check failed, or what it needs was not entered. */
  state: z.enum(['ok', 'warning', 'failed', 'not-reached']),
  /** One sentence: what was found. */
  summary: z.string(),
  why: z.string().nullable(),
  /** What to do about it. */
  next: z.string().nullable(),
  /** What the other side said, redacted. */
  raw: z.string().nullable(),
});
export type CheckResult = z.infer<typeof CheckResult>;

/**
 * Both tests answer with one `CheckResult` a line (application/x-ndjson), each as soon as it is known. Breaking off the
 * request ends the test.
 */
export const testConnection = {
  path: '/api/instances/test',
  /** Without `clientId` the application is not asked about: there may be none yet. */
  body: z.object({
    url: Address,
    ...ApplicationSettings.partial().shape,
    ...ConnectionSettings.partial().shape,
  }),
};
export const testInstance = {
  path: '/api/instances/:instanceId/test',
  params: inInstance,
  /** Changes that are not saved yet. */
  body: InstanceChanges,
};
