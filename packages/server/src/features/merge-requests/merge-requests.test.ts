import { tmpdir } from 'node:os';
import { type GitEnvironment, plainGit } from '@notelab/git';
import { expect, test } from 'vitest';
import type { AuthorizedCheckout } from '../checkouts/authorized-checkout.ts';
import { createMergeRequests, type MergeRequestDependencies } from './merge-requests.ts';

test.each(['main^{/(a*)*b}', 'main@{1}', ':/x', 'x\n'])(
  '%j is no branch for git to look for',
  async (branch) => {
    const started: string[][] = [];
    const git: GitEnvironment = {
      ...plainGit(),
      spawn: ({ args }) => {
        started.push(args);
        throw new Error('git was started');
      },
    };
    const dependencies = { sessions: { local: () => git }, operations: { findLastFetch: async () => null } };
    const checkout = {
      project: { user: {}, role: 'viewer' },
      repository: { path: 'acme/analytics', connected: false, defaultBranch: 'main' },
      dir: tmpdir(),
    };
    const mergeRequests = createMergeRequests(dependencies as unknown as MergeRequestDependencies);
    const answer = mergeRequests.getOfBranch(checkout as unknown as AuthorizedCheckout, {
      branch,
      fresh: false,
    });
    expect(await answer).toMatchObject({ mergeRequest: null, problem: { code: 'repository-not-connected' } });
    expect(started).toEqual([]);
  },
);
