import type { Member, Repository } from '@notelab/contract';
import { expect, it } from 'vitest';
import { findBranchFindings, findRepositoryFindings, type Known } from './findings.ts';

const now = new Date('2026-06-30T12:00:00Z');
const daysAgo = (days: number) => new Date(now.getTime() - days * 24 * 60 * 60_000);
const repository = (id: string, changes: Partial<Repository> = {}) =>
  ({ id, path: `acme/${id}`, visibility: 'public', archived: false, ...changes }) as Repository;
const member = (id: string, role: Member['role']) => ({ user: { id, name: id }, role }) as Member;
const change = (repositoryId: string, field: string, before: string, at: Date) => ({
  repositoryId,
  field,
  before,
  after: '',
  at,
});

function known(changes: Record<string, unknown>): Known {
  return {
    repositories: [],
    sightings: new Map(),
    changes: [],
    goneBranches: [],
    branchUses: [],
    members: [member('ada', 'admin'), member('ed', 'editor')],
    ...changes,
  } as Known;
}

const told = (given: Known) =>
  findRepositoryFindings(given, now).map(({ kind, repository, before }) => [kind, repository.id, before]);

it('what changed on GitLab is told for 30 days, with what it was; what is archived as long as it is', () => {
  const repositories = [repository('moved'), repository('old', { archived: true }), repository('shown')];
  const changes = [
    change('moved', 'path', 'acme/before', daysAgo(29)),
    change('shown', 'path', 'acme/long-ago', daysAgo(31)),
    change('shown', 'visibility', 'private', daysAgo(1)),
    change('old', 'archived', 'false', daysAgo(90)),
  ];
  expect(told(known({ repositories, changes }))).toEqual([
    ['archived', 'old', null],
    ['moved', 'moved', 'acme/before'],
    ['visibility', 'shown', 'private'],
  ]);
});

it('a branch is told to be gone for each that needs it, unless the repository is missing itself', () => {
  const lost = [{ repositoryId: 'b', userId: 'ada', seenAt: daysAgo(2), missedSince: daysAgo(1) }];
  const uses = ['a', 'b'].flatMap((repositoryId) => [
    { repositoryId, branch: 'dev', of: { kind: 'integration', id: `of ${repositoryId}`, name: 'One' } },
    { repositoryId, branch: 'main', of: { kind: 'integration', id: 'x', name: 'Other' } },
    { repositoryId, branch: 'dev', of: { kind: 'export', projectId: 'p', projectName: 'P' } },
  ]);
  const given = known({
    repositories: [repository('a'), repository('b')],
    sightings: new Map([['b', lost]]),
    goneBranches: ['a', 'b'].map((repositoryId) => ({
      repositoryId,
      branch: 'dev',
      since: daysAgo(1),
      userId: 'somebody else',
    })),
    branchUses: uses,
  });
  expect(findBranchFindings(given).map(({ repository, of }) => [repository.id, of.kind])).toEqual([
    ['a', 'integration'],
    ['a', 'export'],
  ]);
  // Who is no member any more is not named.
  expect(findBranchFindings(given)[0]?.noticed.name).toBeNull();
});
