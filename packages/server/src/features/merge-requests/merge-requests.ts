import type {
  BranchMergeRequest,
  CheckoutId,
  InstanceId,
  MergeRequestProposal,
  Operation,
  RepositoryId,
  RepositoryMergeRequests,
  Reviewer,
  User,
} from '@notelab/contract';
import { findStartPoint } from '@notelab/git';
import type { GitLabClient } from '@notelab/gitlab';
import { ProblemError } from '../../problem.ts';
import type { Audit } from '../audit/audit.ts';
import type { AuthorizedCheckout } from '../checkouts/authorized-checkout.ts';
import type { Checkouts } from '../checkouts/checkouts.ts';
import type { GitSessions } from '../checkouts/git-sessions.ts';
import type { Accounts } from '../gitlab/accounts/accounts.ts';
import type { Operations } from '../operations/operations.ts';
import type { AuthorizedProject } from '../projects/policy.ts';
import { type Repositories, requireConnected } from '../repositories/repositories.ts';
import { createMergeRequest, type MergeRequestWish, refuseImpossibleWish } from './create-merge-request.ts';
import { findBranchMergeRequest } from './find-branch-merge-request.ts';
import { presentDetails, presentMergeRequest, presentPerson } from './present-merge-request.ts';
import { proposeMergeRequest } from './propose-merge-request.ts';
import { type Answer, type Question, rememberAnswers } from './remember-answers.ts';

export type MergeRequests = ReturnType<typeof createMergeRequests>;

export interface MergeRequestDependencies {
  checkouts: Checkouts;
  repositories: Repositories;
  accounts: Accounts;
  sessions: GitSessions;
  operations: Operations;
  audit: Audit;
}

interface Subject {
  id: RepositoryId;
  instanceId: InstanceId;
  path: string;
  connected: boolean;
}

const listedPerRepository = 50;

/** Merge requests, always as the caller's own GitLab account sees them and makes them. */
export function createMergeRequests(dependencies: MergeRequestDependencies) {
  const { checkouts, repositories, accounts, sessions, operations, audit } = dependencies;
  const answers = rememberAnswers();

  /** What prevents asking is part of the answer: a panel says it quietly, beside what it shows. */
  async function ask<T>(
    user: User,
    repository: Subject,
    question: Omit<Question<T>, 'read'> & { read: (client: GitLabClient) => Promise<T> },
  ): Promise<Answer<T>> {
    try {
      requireConnected(repository);
      // Before the memory is asked: answers belong to an account that is still connected.
      const account = await accounts.require(user, repository.instanceId);
      const read = async () => question.read(await accounts.client(user, repository.instanceId));
      return await answers.ask({ ...question, key: `${account.id} ${repository.id} ${question.key}`, read });
    } catch (error) {
      if (!(error instanceof ProblemError)) throw error;
      return { value: null, askedAt: null, problem: error.problem };
    }
  }

  async function listOfRepository(
    user: User,
    repositoryId: RepositoryId,
    checkoutIds: CheckoutId[],
    fresh: boolean | undefined,
  ): Promise<RepositoryMergeRequests> {
    const repository = await repositories.get(repositoryId);
    const fetches = await Promise.all(checkoutIds.map(operations.findLastFetch));
    const { value, askedAt, problem } = await ask(user, repository, {
      key: 'open',
      version: fetches.map((last) => last?.at ?? '').join(),
      fresh,
      read: (client) =>
        client.listMergeRequests(repository.gitlabId, { state: 'opened', perPage: listedPerRepository }),
    });
    return {
      repositoryId,
      instanceId: repository.instanceId,
      repositoryPath: repository.path,
      mergeRequests: value?.mergeRequests.map(presentMergeRequest) ?? [],
      more: (value?.nextPage ?? null) !== null,
      askedAt,
      problem,
    };
  }

  return {
    async getOfBranch(
      checkout: AuthorizedCheckout,
      { branch, fresh }: { branch: string; fresh: boolean | undefined },
    ): Promise<BranchMergeRequest> {
      const { project, repository, dir } = checkout;
      if (branch === repository.defaultBranch)
        return { mergeRequest: null, canCreate: false, askedAt: null, problem: null };
      const git = sessions.local(checkout);
      const [there, here, lastFetch] = await Promise.all([
        findStartPoint(git, dir, { kind: 'remote', name: branch }),
        findStartPoint(git, dir, { kind: 'local', name: branch }),
        operations.findLastFetch(checkout.id),
      ]);
      // GitLab may have deleted the branch when it was merged.
      const oid = there ?? here;
      const { value, askedAt, problem } = await ask(project.user, repository, {
        key: `branch ${branch}`,
        // After a fetch or a push, from here or a terminal, the answer may be another one.
        version: `${oid ?? ''} ${lastFetch?.at ?? ''}`,
        fresh,
        read: (client) => findBranchMergeRequest(client, repository.gitlabId, { branch, oid }),
      });
      const isPossible = project.role !== 'viewer' && repository.connected && !repository.archived;
      return {
        mergeRequest: value && presentDetails(value),
        canCreate:
          isPossible &&
          repository.defaultBranch !== null &&
          (value === null || value.mergeRequest.state === 'closed'),
        askedAt,
        problem,
      };
    },

    async list(project: AuthorizedProject, fresh: boolean | undefined): Promise<RepositoryMergeRequests[]> {
      const byRepository = Map.groupBy(await checkouts.list(project), ({ repositoryId }) => repositoryId);
      return Promise.all(
        [...byRepository].flatMap(([repositoryId, rows]) =>
          repositoryId
            ? [
                listOfRepository(
                  project.user,
                  repositoryId,
                  rows.map(({ id }) => id),
                  fresh,
                ),
              ]
            : [],
        ),
      );
    },

    async propose(checkout: AuthorizedCheckout, target: string | undefined): Promise<MergeRequestProposal> {
      await checkouts.requireGitLab(checkout);
      const client = await accounts.client(checkout.project.user, checkout.repository.instanceId);
      return proposeMergeRequest({ git: sessions.local(checkout), client }, checkout, target);
    },

    async listReviewers(checkout: AuthorizedCheckout, search: string | undefined): Promise<Reviewer[]> {
      await checkouts.requireGitLab(checkout);
      const { project, repository } = checkout;
      const client = await accounts.client(project.user, repository.instanceId);
      const members = await client.listMembers(repository.gitlabId, search ? { search } : {});
      return members
        .filter(({ state }) => state === 'active')
        .map((member) => ({ ...presentPerson(member), gitlabId: member.id }));
    },

    async create(checkout: AuthorizedCheckout, wish: MergeRequestWish): Promise<Operation> {
      refuseImpossibleWish(wish);
      await checkouts.requireGitLab(checkout);
      return checkouts.begin(checkout, 'create-merge-request', async (job) => {
        const { project, repository } = checkout;
        try {
          const client = await accounts.client(project.user, repository.instanceId);
          return await createMergeRequest({ sessions, audit, client }, checkout, wish, job);
        } finally {
          // Also when it was refused because one exists: everybody's panels are to see it.
          answers.forget(` ${repository.id} `);
        }
      });
    },
  };
}
