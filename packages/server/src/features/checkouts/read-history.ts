import type { CommitDetails, FileDiff, HistoryCommit, HistoryPage } from '@notelab/contract';
import {
  checkBranchName,
  diffCommittedFile,
  findCommit,
  findCommitDetails,
  type HistoryCommit as GitCommit,
  listHistory,
  searchHistory,
} from '@notelab/git';
import { fail } from '../../problem.ts';
import type { Accounts } from '../gitlab/accounts/accounts.ts';
import type { AuthorizedCheckout } from './authorized-checkout.ts';
import type { GitSessions } from './git-sessions.ts';
import { mostBytesOf, presentDiff } from './present-diff.ts';
import { toUtc } from './to-utc.ts';

const commitsPerPage = 100;
const mostFound = 300;
const mostFiles = 5000;
const longestSubject = 500;

export interface HistoryRequest {
  branch?: string;
  where: 'local' | 'remote';
  only?: 'to-push' | 'to-pull';
  search?: string;
  tip?: string;
  skip: number;
}

export type HistoryReader = ReturnType<typeof createHistoryReader>;

/** What the commits of a checkout say. */
export function createHistoryReader({ sessions, accounts }: { sessions: GitSessions; accounts: Accounts }) {
  async function findTip(checkout: AuthorizedCheckout, request: HistoryRequest): Promise<string | null> {
    const find = (revision: string) => findCommit(sessions.local(checkout), checkout.dir, revision);
    if (request.tip) return find(request.tip);
    if (request.only) return find(request.only === 'to-push' ? 'HEAD' : '@{upstream}');
    if (request.branch === undefined) return find('HEAD');
    const prefix = request.where === 'local' ? 'refs/heads' : 'refs/remotes/origin';
    const isName = checkBranchName(request.branch).kind === 'valid';
    return (isName ? await find(`${prefix}/${request.branch}`) : null) ?? failBranchGone(request.branch);
  }

  return {
    /** A page of commits, or what is found of them. */
    async list(checkout: AuthorizedCheckout, request: HistoryRequest): Promise<HistoryPage> {
      const git = sessions.local(checkout);
      const tip = await findTip(checkout, request);
      if (tip === null) return { commits: [], tip: null, more: false };
      const present = toPresent(await accounts.listPictures(checkout.repository.instanceId));
      if (request.search !== undefined) {
        const options = { tip, text: request.search, limit: mostFound };
        const found = await searchHistory(git, checkout.dir, options);
        return { commits: found.map(present), tip, more: false };
      }
      const other = request.only && (request.only === 'to-push' ? '@{upstream}' : 'HEAD');
      const notIn = other ? await findCommit(git, checkout.dir, other) : null;
      const commits = await listHistory(git, checkout.dir, {
        tip,
        ...(notIn && { notIn }),
        limit: commitsPerPage + 1,
        skip: request.skip,
      });
      const page = commits.slice(0, commitsPerPage).map(present);
      return { commits: page, tip, more: commits.length > commitsPerPage };
    },

    async readCommit(checkout: AuthorizedCheckout, oid: string): Promise<CommitDetails> {
      const git = sessions.local(checkout);
      const details =
        (await findCommitDetails(git, checkout.dir, oid, { fileLimit: mostFiles })) ?? failCommitGone();
      const pictures = await accounts.listPictures(checkout.repository.instanceId);
      const { refs, isHead, ...commit } = toPresent(pictures)({ ...details, refs: [], isHead: false });
      const { subject, body, comparedWith, isShallowBoundary, fileCount } = details;
      return {
        ...commit,
        message: body === '' ? subject : `${subject}\n\n${body}`,
        comparedWith,
        isShallowBoundary,
        fileCount,
        files: details.files.map(({ path, originalPath = null, kind, modeChange = null }) => ({
          path,
          originalPath,
          kind,
          modeChange,
        })),
      };
    },

    async readDiff(
      checkout: AuthorizedCheckout,
      oid: string,
      { path, originalPath }: { path: string; originalPath?: string },
    ): Promise<FileDiff> {
      const git = sessions.local(checkout);
      if (!(await findCommit(git, checkout.dir, oid))) failCommitGone();
      const commit = { oid, parent: await findCommit(git, checkout.dir, `${oid}^1`) };
      const options = { originalPath, maxBytes: mostBytesOf(path) };
      return presentDiff(await diffCommittedFile(git, checkout.dir, commit, path, options));
    },
  };
}

function toPresent(pictures: Map<string, string>) {
  return ({ author, committedAt, subject, ...commit }: GitCommit): HistoryCommit => ({
    oid: commit.oid,
    parents: commit.parents,
    refs: commit.refs,
    isHead: commit.isHead,
    subject:
      subject.length > longestSubject ? `${subject.slice(0, longestSubject).toWellFormed()}…` : subject,
    author: { ...author, pictureUrl: pictures.get(author.email.toLowerCase()) ?? null },
    at: toUtc(committedAt) ?? new Date(0).toISOString(),
  });
}

function failBranchGone(branch: string): never {
  return fail('branch-gone', `There is no branch “${branch}” here any more.`);
}

function failCommitGone(): never {
  return fail('not-found', 'This commit is not in the checkout any more, or never was.');
}
