import { type InstanceId, newId, type ProjectId, type RepositoryId, type UserId } from '@notelab/contract';
import { beforeEach, describe, expect, test } from 'vitest';
import { createPasses, type Passes, type PassRequest } from './passes.ts';

let nowMs: number;
let passes: Passes;
let request: PassRequest;

beforeEach(() => {
  nowMs = 1_000_000;
  passes = createPasses({ now: () => nowMs });
  request = {
    userId: newId<UserId>(),
    projectId: newId<ProjectId>(),
    instanceId: newId<InstanceId>(),
    repositories: [
      { path: 'acme/analytics', repositoryId: newId<RepositoryId>() },
      { path: 'acme/handbook', repositoryId: newId<RepositoryId>() },
    ],
    access: 'read',
    label: 'pull acme/analytics',
    lifetimeMs: 60_000,
  };
});

describe('passes', () => {
  test('a pass is found by its secret, with everything it is bound to', () => {
    const { secret, id } = passes.issue(request);
    expect(secret).toMatch(/^nlp_[A-Za-z0-9_-]{43}$/);
    const { lifetimeMs, ...bound } = request;
    expect(passes.find(secret)).toEqual({
      kind: 'live',
      pass: { ...bound, id, expiresAtMs: nowMs + lifetimeMs },
    });
  });

  test('no two are alike, and their ids tell nothing about the secret', () => {
    const issued = Array.from({ length: 100 }, () => passes.issue(request));
    expect(new Set(issued.map(({ secret }) => secret)).size).toBe(100);
    expect(issued.every(({ secret, id }) => !secret.includes(id))).toBe(true);
  });

  test.each(['', 'nlp_', 'nlp_guess', 'constructor', '__proto__'])('%j is unknown', (secret) => {
    passes.issue(request);
    expect(passes.find(secret)).toEqual({ kind: 'unknown' });
  });

  test('it ends on time, says so, and is forgotten half a day later', () => {
    const { secret } = passes.issue(request);
    nowMs += 59_999;
    expect(passes.find(secret).kind).toBe('live');
    nowMs += 1;
    expect(passes.find(secret)).toMatchObject({ kind: 'dead', reason: 'This pass has expired.' });
    nowMs += 12 * 60 * 60_000 + 1;
    passes.issue(request);
    expect(passes.find(secret)).toEqual({ kind: 'unknown' });
  });

  test('it ends with its action', () => {
    const mine = passes.issue(request);
    const other = passes.issue(request);
    mine.void();
    expect(passes.find(mine.secret)).toMatchObject({ kind: 'dead' });
    expect(passes.find(other.secret)).toMatchObject({ kind: 'live' });
  });

  test.each<[string, () => object]>([
    ['a user', () => ({ userId: request.userId })],
    ['an instance', () => ({ instanceId: request.instanceId })],
    ['a project', () => ({ projectId: request.projectId })],
    ['a repository', () => ({ repositoryId: request.repositories[1]?.repositoryId })],
    ['a user on an instance', () => ({ userId: request.userId, instanceId: request.instanceId })],
  ])('those of %s are voided with a reason, others are not', (_case, selection) => {
    const mine = passes.issue(request);
    const foreign = passes.issue({
      ...request,
      userId: newId<UserId>(),
      projectId: newId<ProjectId>(),
      instanceId: newId<InstanceId>(),
      repositories: [{ path: 'acme/analytics', repositoryId: newId<RepositoryId>() }],
    });
    passes.voidOf(selection(), 'Your account was disconnected.');
    expect(passes.find(mine.secret)).toMatchObject({
      kind: 'dead',
      reason: 'Your account was disconnected.',
    });
    expect(passes.find(foreign.secret)).toMatchObject({ kind: 'live' });
  });

  test('every field of a selection must match', () => {
    const { secret } = passes.issue(request);
    passes.voidOf({ userId: request.userId, instanceId: newId<InstanceId>() }, 'x');
    expect(passes.find(secret).kind).toBe('live');
  });

  test('listeners hear of each voided pass once, also when its time was over: a request of it may still run', () => {
    const heard: string[] = [];
    const stop = passes.onVoid((pass, reason) => heard.push(`${pass.id} ${reason}`));
    const first = passes.issue(request);
    const expired = passes.issue({ ...request, lifetimeMs: 0 });
    passes.voidOf({ userId: request.userId }, 'Gone.');
    first.void();
    expired.void();
    expect(heard).toEqual([`${first.id} Gone.`, `${expired.id} Gone.`]);
    stop();
    passes.issue(request).void();
    expect(heard.length).toBe(2);
  });
});
