import type { Unjudged } from '@notelab/contract';
import type { GitLabClient, GitLabProject } from '@notelab/gitlab';
import { ProblemError } from '../../problem.ts';
import type { RepositoryRow } from '../repositories/repositories.ts';

export type Reason = Unjudged['reason'];

/** What GitLab said to the user about one repository. `project` is null when it shows them none. */
export type Answer =
  | { kind: 'answered'; project: GitLabProject | null; branches: BranchAnswer[] }
  | { kind: 'unjudged'; reason: Reason };
export type BranchAnswer = { name: string } & ({ isThere: boolean } | { reason: Reason });

export interface Question {
  row: RepositoryRow;
  /** Branches that something in Notelab leads to. */
  branches: string[];
}

const atOnce = 4;
const fullPage = 100;
/** Fewer than these are asked for one by one. */
const worthAPage = 4;
const failuresUntilEnd = 3;

/**
 * Asks one instance about repositories, as one user, with as few requests as do: pages of what the user is a member
 * of, each beginning at the first repository that is still open, then one by one what is on no page. A branch that
 * GitLab calls the default needs no request. Ends early when GitLab asks to slow down, or does not answer.
 */
export async function askInstance({
  client,
  questions,
  signal,
  tell,
}: {
  client: GitLabClient;
  questions: Question[];
  signal: AbortSignal;
  tell(question: Question, answer: Answer): Promise<void>;
}): Promise<void> {
  /** Why nothing more is asked. */
  let ended: Reason | null = null;
  let failures = 0;

  const findEnd = () => (signal.aborted ? 'not-reached' : ended);

  async function ask<T>(request: () => Promise<T>): Promise<T | { reason: Reason }> {
    const end = findEnd();
    if (end) return { reason: end };
    try {
      const answer = await Promise.race([request(), whenAborted(signal)]);
      if (answer === aborted) return { reason: 'not-reached' };
      failures = 0;
      return answer;
    } catch (error) {
      const reason = toReason(error);
      failures = reason === 'no-answer' ? failures + 1 : 0;
      if (endsAtOnce.has(reason) || failures >= failuresUntilEnd) ended = reason;
      return { reason };
    }
  }

  async function askBranch(project: GitLabProject, name: string): Promise<BranchAnswer> {
    if (name === project.defaultBranch) return { name, isThere: true };
    const found = await ask(async () => ({ branch: await client.findBranch(project.id, name) }));
    return 'reason' in found ? { name, reason: found.reason } : { name, isThere: found.branch !== null };
  }

  async function answer(question: Question, project: GitLabProject | null): Promise<void> {
    const branches: BranchAnswer[] = [];
    if (project) for (const name of question.branches) branches.push(await askBranch(project, name));
    await tell(question, { kind: 'answered', project, branches });
  }

  async function answerOne(question: Question): Promise<void> {
    const found = await ask(async () => ({ project: await findProject(client, question.row.gitlabId) }));
    if ('reason' in found) return tell(question, { kind: 'unjudged', reason: found.reason });
    return answer(question, found.project);
  }

  let open = questions.toSorted((a, b) => a.row.gitlabId - b.row.gitlabId);
  const onNoPage: Question[] = [];
  while (open.length >= worthAPage) {
    const page = await ask(() => client.listMemberProjects({ fromId: open[0]!.row.gitlabId }));
    if ('reason' in page) break;
    const projects = new Map(page.map((project) => [project.id, project]));
    const lastId = page.length < fullPage ? Number.POSITIVE_INFINITY : page.at(-1)!.id;
    const passed = open.filter(({ row }) => row.gitlabId <= lastId);
    // A page of something else than was asked for leads nowhere.
    if (passed.length === 0) break;
    open = open.slice(passed.length);
    onNoPage.push(...passed.filter(({ row }) => !projects.has(row.gitlabId)));
    await forEach(passed, async (question) => {
      const project = projects.get(question.row.gitlabId);
      if (project) await answer(question, project);
    });
  }
  await forEach([...onNoPage, ...open], answerOne);
}

export const aborted = Symbol('aborted');

/** What to do without once nobody waits for it any more: a request under way may take its time. */
export function whenAborted(signal: AbortSignal): Promise<typeof aborted> {
  if (signal.aborted) return Promise.resolve(aborted);
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(aborted), { once: true }));
}

/** A few at a time. */
async function forEach<T>(items: T[], work: (item: T) => Promise<void>): Promise<void> {
  const left = [...items];
  const workers = Array.from({ length: atOnce }, async () => {
    for (let item = left.shift(); item !== undefined; item = left.shift()) await work(item);
  });
  await Promise.all(workers);
}

async function findProject(client: GitLabClient, id: number): Promise<GitLabProject | null> {
  try {
    return await client.getProject(id);
  } catch (error) {
    if (error instanceof ProblemError && error.problem.code === 'gitlab-not-found') return null;
    throw error;
  }
}

/** After these every other request would end in the same way. */
const endsAtOnce = new Set<Reason>([
  'slow-down',
  'no-account',
  'needs-reconnect',
  'blocked',
  'application-refused',
]);

/** Why there is no answer. What is no problem is a bug, and is thrown. */
export function toReason(error: unknown): Reason {
  if (!(error instanceof ProblemError)) throw error;
  switch (error.problem.code) {
    case 'account-missing':
      return 'no-account';
    case 'account-needs-reconnect':
      return 'needs-reconnect';
    case 'account-blocked':
      return 'blocked';
    case 'oauth-failed':
      return 'application-refused';
    case 'gitlab-rate-limited':
      return 'slow-down';
    case 'gitlab-unavailable':
    case 'timed-out':
      return 'no-answer';
    case 'gitlab-forbidden':
    case 'gitlab-not-found':
      return 'forbidden';
    default:
      return 'refused';
  }
}
