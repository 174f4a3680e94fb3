import type { ErrorCode, Problem } from '@notelab/contract';
import { GitLabError, type GitLabErrorKind } from '@notelab/gitlab';
import { ProblemError } from '../../problem.ts';
import { NotAskedError } from './instances/traffic/not-asked-error.ts';
import { inTime } from './wait-words.ts';

const codes: Record<GitLabErrorKind, ErrorCode> = {
  unauthorized: 'account-needs-reconnect',
  'token-expired': 'account-needs-reconnect',
  'token-revoked': 'account-needs-reconnect',
  'insufficient-scope': 'account-needs-reconnect',
  'account-blocked': 'account-blocked',
  forbidden: 'gitlab-forbidden',
  'not-found': 'gitlab-not-found',
  'rate-limited': 'gitlab-rate-limited',
  invalid: 'gitlab-refused',
  conflict: 'gitlab-refused',
  unavailable: 'gitlab-unavailable',
  'address-refused': 'address-refused',
  certificate: 'gitlab-unavailable',
  unexpected: 'gitlab-refused',
};

/** Says to a person what GitLab answered; GitLab's own words go along as `raw`. Other errors stay as they are. */
export function toGitLabProblem(error: unknown, instance: { id: string; name: string }): unknown {
  if (!(error instanceof GitLabError)) return error;
  const more: Omit<Problem, 'code' | 'detail'> = { instanceId: instance.id };
  if (error.gitlabMessage) more.raw = error.gitlabMessage;
  const detail =
    error instanceof NotAskedError ? error.describe(instance.name) : describe(error, instance.name);
  return new ProblemError(codes[error.kind], detail, more);
}

function describe({ kind, retryAfterSeconds }: GitLabError, name: string): string {
  switch (kind) {
    case 'unauthorized':
    case 'token-expired':
    case 'token-revoked':
      return `${name} no longer accepts your account here. Reconnect it.`;
    case 'insufficient-scope':
      return `Your account on ${name} was connected without the access this needs. Reconnect it.`;
    case 'account-blocked':
      return `${name} does not let your account do anything at present. Nothing here is lost; ask those who look after ${name}.`;
    case 'forbidden':
      return `${name} does not allow this to your account.`;
    case 'not-found':
      return `${name} does not have this, or does not show it to your account.`;
    case 'rate-limited':
      return `${name} asks to slow down. Try again ${inTime(retryAfterSeconds ?? 60)}.`;
    case 'unavailable':
      return `${name} does not answer.`;
    case 'certificate':
      return `The certificate of ${name} is not trusted by this server.`;
    case 'address-refused':
      return `${name} is at an address that this server must not contact.`;
    case 'invalid':
    case 'conflict':
      return `${name} did not accept this.`;
    case 'unexpected':
      return `${name} answered something that Notelab cannot read. It may be in maintenance: try again later.`;
  }
}
