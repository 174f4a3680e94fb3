import type { GitLabClient, GitLabProject } from '@notelab/gitlab';
import { describe, expect, it } from 'vitest';
import { ProblemError } from '../../problem.ts';
import { type Answer, askInstance, type Question } from './ask-instance.ts';

const project = (id: number) => ({ id, path: `acme/r${id}`, defaultBranch: 'main' }) as GitLabProject;
const question = (gitlabId: number, ...branches: string[]) =>
  ({ row: { gitlabId }, branches }) as unknown as Question;
const range = (from: number, count: number) => Array.from({ length: count }, (_, index) => from + index);

/** A GitLab whose user is a member of some projects and sees others; it writes down what it is asked. */
function gitlab({
  member,
  seen = [],
  answer = () => {},
}: {
  member: number[];
  seen?: number[];
  /** Throws what GitLab answers to a request instead. */
  answer?: (request: string, count: number) => void;
}) {
  const asked: string[] = [];
  const note = (request: string) => {
    asked.push(request);
    answer(request, asked.length);
  };
  const client = {
    async listMemberProjects({ fromId }) {
      note(`from ${fromId}`);
      return member
        .filter((id) => id >= fromId)
        .slice(0, 100)
        .map(project);
    },
    async getProject(id) {
      note(`project ${id}`);
      if (member.includes(Number(id)) || seen.includes(Number(id))) return project(Number(id));
      throw new ProblemError('gitlab-not-found', 'It is not there.');
    },
    async findBranch(id, name) {
      note(`branch ${id} ${name}`);
      return name === 'gone' ? null : ({ name } as never);
    },
  } satisfies Pick<GitLabClient, 'listMemberProjects' | 'getProject' | 'findBranch'>;
  return { client: client as unknown as GitLabClient, asked };
}

async function ask(client: GitLabClient, questions: Question[], abort = new AbortController()) {
  const told = new Map<number, Answer>();
  await askInstance({
    client,
    questions,
    signal: abort.signal,
    tell: async ({ row }, answer) => void told.set(row.gitlabId, answer),
  });
  return {
    told,
    list: (matches: (answer: Answer) => boolean) =>
      [...told].filter(([, answer]) => matches(answer)).map(([id]) => id),
  };
}

const isFound = (answer: Answer) => answer.kind === 'answered' && answer.project !== null;
const isMissed = (answer: Answer) => answer.kind === 'answered' && answer.project === null;
const isLeft = (reason: string) => (answer: Answer) => answer.kind === 'unjudged' && answer.reason === reason;

describe('200 repositories', () => {
  const ids = range(1, 200);

  it('are asked for one by one where each page is the first', async () => {
    const { client, asked } = gitlab({ member: range(1, 100), seen: range(1000, 5) });
    client.listMemberProjects = async ({ fromId }) => {
      if (asked.push(`from ${fromId}`) > 20) throw new Error('It does not end.');
      return range(1, 100).map(project);
    };
    const { list } = await ask(
      client,
      range(1000, 5).map((id) => question(id)),
    );
    expect(list(isFound)).toHaveLength(5);
  });

  it('are asked for in two requests where the user is a member of them all', async () => {
    const { client, asked } = gitlab({ member: ids });
    const { list } = await ask(
      client,
      ids.map((id) => question(id, 'main')),
    );
    expect(list(isFound)).toHaveLength(200);
    expect(asked).toEqual(['from 1', 'from 101']);
  });

  it('are asked for from where the next one is, not through all that the user is a member of', async () => {
    const wanted = [...range(1, 100), ...range(9_000, 100)];
    const { client, asked } = gitlab({ member: range(1, 10_000) });
    const { list } = await ask(
      client,
      wanted.map((id) => question(id)),
    );
    expect(list(isFound)).toHaveLength(200);
    expect(asked).toEqual(['from 1', 'from 9000']);
  });

  it('are asked for one by one where the user is a member of none, seen or not', async () => {
    const { client, asked } = gitlab({ member: [], seen: [7] });
    const { list } = await ask(
      client,
      ids.map((id) => question(id)),
    );
    expect(list(isFound)).toEqual([7]);
    expect(list(isMissed)).toHaveLength(199);
    expect(asked).toHaveLength(201);
  });

  it('are left when GitLab asks to slow down; what it had said stays', async () => {
    const { client, asked } = gitlab({
      member: range(1, 100),
      answer: (_, count) => {
        if (count > 20) throw new ProblemError('gitlab-rate-limited', 'Slow down.');
      },
    });
    const { told, list } = await ask(
      client,
      ids.map((id) => question(id)),
    );
    expect(told.size).toBe(200);
    expect(list(isFound)).toHaveLength(100);
    expect(list(isMissed)).toHaveLength(18);
    expect(list(isLeft('slow-down'))).toHaveLength(82);
    // A few were on their way.
    expect(asked.length).toBeLessThan(26);
  });

  it('are left when GitLab stays silent three times, not for one broken page', async () => {
    const silent = (from: number) => (_: string, count: number) => {
      if (count >= from && count !== 2) throw new ProblemError('gitlab-unavailable', 'It does not answer.');
    };
    const once = gitlab({ member: ids, answer: (_, count) => count === 1 && silent(1)(_, count) });
    expect(
      (
        await ask(
          once.client,
          ids.map((id) => question(id)),
        )
      ).list(isFound),
    ).toHaveLength(200);
    const forGood = gitlab({ member: ids, answer: silent(1) });
    const { list } = await ask(
      forGood.client,
      ids.map((id) => question(id)),
    );
    expect(list(isFound)).toHaveLength(1);
    expect(list(isLeft('no-answer'))).toHaveLength(199);
    expect(forGood.asked.length).toBeLessThan(10);
  });

  it('are left when the check is cancelled', async () => {
    const abort = new AbortController();
    const { client, asked } = gitlab({ member: [], answer: (_, count) => count === 10 && abort.abort() });
    const { told, list } = await ask(
      client,
      ids.map((id) => question(id)),
      abort,
    );
    expect(told.size).toBe(200);
    expect(list(isLeft('not-reached')).length).toBeGreaterThan(180);
    expect(asked.length).toBeLessThan(15);
  });
});

it('branches are asked for, but not what GitLab calls the default', async () => {
  const { client, asked } = gitlab({ member: [1] });
  const { told } = await ask(client, [question(1, 'main', 'dev', 'gone')]);
  expect(asked).toEqual(['project 1', 'branch 1 dev', 'branch 1 gone']);
  expect(told.get(1)).toMatchObject({
    branches: [
      { name: 'main', isThere: true },
      { name: 'dev', isThere: true },
      { name: 'gone', isThere: false },
    ],
  });
});
