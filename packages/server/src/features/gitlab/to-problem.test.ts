import { GitLabError, type GitLabErrorKind } from '@notelab/gitlab';
import { expect, it } from 'vitest';
import { ProblemError } from '../../problem.ts';
import { toGitLabProblem } from './to-problem.ts';

const instance = { id: 'i1', name: 'Company GitLab' };

it.each<[GitLabErrorKind, string]>([
  ['unauthorized', 'account-needs-reconnect'],
  ['token-expired', 'account-needs-reconnect'],
  ['token-revoked', 'account-needs-reconnect'],
  ['insufficient-scope', 'account-needs-reconnect'],
  ['forbidden', 'gitlab-forbidden'],
  ['not-found', 'gitlab-not-found'],
  ['rate-limited', 'gitlab-rate-limited'],
  ['invalid', 'gitlab-refused'],
  ['conflict', 'gitlab-refused'],
  ['unavailable', 'gitlab-unavailable'],
  ['certificate', 'gitlab-unavailable'],
  ['address-refused', 'address-refused'],
  ['unexpected', 'gitlab-refused'],
])('%s is told as %s, with the instance’s name and GitLab’s own words behind', (kind, code) => {
  const problem = toGitLabProblem(
    new GitLabError(kind, { gitlabMessage: 'its words' }),
    instance,
  ) as ProblemError;
  expect(problem).toBeInstanceOf(ProblemError);
  expect(problem.problem).toMatchObject({ code, raw: 'its words', instanceId: 'i1' });
  expect(problem.problem.detail).toContain('Company GitLab');
});

it('leaves other errors as they are', () => {
  const error = new Error('a bug');
  expect(toGitLabProblem(error, instance)).toBe(error);
});
