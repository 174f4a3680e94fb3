export { isPrivateAddress } from './address-reach.ts';
export { type ApplicationAnswer, askAboutApplication } from './ask-about-application.ts';
export {
  type CertificateFacts,
  type CertificatesRefusal,
  type ParsedCertificates,
  parseCertificates,
} from './certificates.ts';
export { chainOf, codeOf } from './error-chain.ts';
export { errorFromFailure } from './error-from-failure.ts';
export {
  findRetryAfterSeconds,
  readRetryAfterSeconds,
  saysAccountIsBlocked,
} from './error-from-response.ts';
export { GitLabError, type GitLabErrorKind } from './gitlab-error.ts';
export type { ConnectionOptions } from './guarded-connect.ts';
export { guardedDispatcher } from './guarded-dispatcher.ts';
export { AddressRefusedError } from './guarded-lookup.ts';
export { inspectCertificate, reachHost, type SeenCertificate } from './inspect-connection.ts';
export {
  type InstanceUrlRefusal,
  joinInstanceUrl,
  type ParsedInstanceUrl,
  parseInstanceUrl,
} from './instance-url.ts';
export {
  type BegunAuthorization,
  beginAuthorization,
  exchangeCode,
  type OAuthTokens,
  type RefreshOutcome,
  refreshTokens,
  revokeToken,
} from './oauth.ts';
export type { OAuthApplication, ReachableApplication } from './oauth-application.ts';
export { findNearbyInstance, probeInstance, type SiteAnswer } from './probe-instance.ts';
export { type HttpProxy, type ParsedProxy, ProxyError, parseProxy } from './proxy.ts';
export { readStart } from './read-start.ts';
export { readTokenInfo, type TokenInfo } from './read-token-info.ts';
export { redact } from './redact.ts';
export type { BranchPage, BranchQuery, GitLabBranch } from './rest/branches.ts';
export { createGitLabClient, type GitLabClient } from './rest/client.ts';
export type { GitLabHook, NewHook } from './rest/hooks.ts';
export type { GitLabMember } from './rest/members.ts';
export type { GitLabApprovals, GitLabThreads } from './rest/merge-request-review.ts';
export type {
  CreatedMergeRequest,
  GitLabMergeRequest,
  GitLabPipeline,
  MergeRequestPage,
  MergeRequestQuery,
  NewMergeRequest,
} from './rest/merge-requests.ts';
export type { GitLabProject, ProjectPage, ProjectQuery } from './rest/projects.ts';
export type { GitLabClientOptions } from './rest/requester.ts';
export type { GitLabUser } from './rest/users.ts';
export { Secret } from './secret.ts';
export {
  branchUrl,
  commitUrl,
  newMergeRequestUrl,
  projectUrl,
  repositoryGitUrl,
  webhookSettingsUrl,
} from './web-urls.ts';
