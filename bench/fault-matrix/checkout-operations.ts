import {
  commitAndPush,
  connectIntegration,
  createBranch,
  createMergeRequest,
  deleteBranch,
  disconnectCheckout,
  fetchCheckout,
  type Operation as GitOperation,
  getBranchMergeRequest,
  getCheckoutStatus,
  publishBranch,
  pullCheckout,
  pushCheckout,
  reCloneCheckout,
  switchBranch,
} from '@notelab/contract';
import {
  askGitLab,
  type Ground,
  inCheckout,
  inProject,
  problemOf,
  pushFromElsewhere,
  readFrom,
  refusalOf,
  writeInto,
  writeUnsavedWork,
} from './ground.ts';
import type { Operation } from './operations.ts';
import { must } from './workspace-operations.ts';

const done = async (ground: Ground, begun: Promise<GitOperation>) => {
  const problem = await problemOf(ground.person, begun);
  if (problem) throw new Error(`could not be arranged: ${problem.code} ${problem.detail}`);
};
const statusOf = (ground: Ground) => ground.person.call(getCheckoutStatus, inCheckout(ground));
const goTo = (ground: Ground, branch: string, where: 'local' | 'remote' = 'local') =>
  ground.person.call(switchBranch, { ...inCheckout(ground), body: { branch, where, changes: 'bring' } });
const begin = (ground: Ground, name: string) =>
  ground.person.call(createBranch, { ...inCheckout(ground), body: { name, changes: 'bring' } });
const commit = (ground: Ground, path: string) =>
  ground.person.call(commitAndPush, {
    ...inCheckout(ground),
    body: { message: `Write ${path}`, paths: [path] },
  });
const push = (ground: Ground) => ground.person.call(pushCheckout, inCheckout(ground));

/** Pulls first when GitLab has more, as the person is told to, then pushes what was committed before. */
const pullAndPush = (ground: Ground) => async () =>
  (await problemOf(ground.person, ground.person.call(pullCheckout, inCheckout(ground)))) ??
  (await problemOf(ground.person, push(ground)));

async function checkCommitOnce(ground: Ground, path: string): Promise<void> {
  const subjects = (await askGitLab(ground, 'log', '--format=%s', 'main')).split('\n');
  must(
    subjects.filter((subject) => subject === `Write ${path}`).length === 1,
    `GitLab has ${subjects.slice(0, 5)}`,
  );
  must((await askGitLab(ground, 'show', `main:${path}`)) === path, 'GitLab has another text');
}

/** On main and level with GitLab, whatever was done before. */
async function comeHome(ground: Ground): Promise<void> {
  const { head } = await statusOf(ground);
  if (head.kind !== 'branch' || head.name !== 'main') await done(ground, goTo(ground, 'main'));
  await done(ground, ground.person.call(pullCheckout, inCheckout(ground)));
  const { ahead } = await statusOf(ground);
  if (ahead > 0) await done(ground, push(ground));
}

export const checkoutOperations: Operation[] = [
  {
    name: 'clone',
    kind: 'read',
    async arrange(ground, number) {
      const folderName = `copy-${number}`;
      const body = { integrationId: ground.integration.id, folderName };
      let copy: Ground = ground;
      return {
        act: () =>
          refusalOf(ground.person.call(connectIntegration, { ...inProject(ground), body }), (reply) => {
            copy = { ...ground, checkout: reply.checkout };
            return problemOf(ground.person, reply.operation);
          }),
        async check() {
          must((await readFrom(ground, 'README.md', folderName)) !== null, 'the files are not there');
          const call = ground.person.call(disconnectCheckout, {
            ...inCheckout(copy),
            body: { discardWork: true },
          });
          await done(ground, call);
        },
      };
    },
  },
  {
    name: 'look for changes',
    kind: 'read',
    async arrange(ground, number) {
      await comeHome(ground);
      await pushFromElsewhere(ground, `news-${number}.txt`);
      return {
        act: () => problemOf(ground.person, ground.person.call(fetchCheckout, inCheckout(ground))),
        check: async () => must((await statusOf(ground)).behind > 0, 'nothing new was seen'),
      };
    },
  },
  {
    name: 'pull',
    kind: 'read',
    async arrange(ground, number) {
      await comeHome(ground);
      const file = `news-${number}.txt`;
      await pushFromElsewhere(ground, file);
      return {
        act: () => problemOf(ground.person, ground.person.call(pullCheckout, inCheckout(ground))),
        check: async () => must((await readFrom(ground, file)) === `${file}\n`, 'the news are not there'),
      };
    },
  },
  {
    name: 'change to a branch of GitLab',
    kind: 'read',
    async arrange(ground, number) {
      await comeHome(ground);
      const branch = `topic-${number}`;
      await pushFromElsewhere(ground, `${branch}.txt`, branch);
      await done(ground, ground.person.call(fetchCheckout, inCheckout(ground)));
      return {
        act: () => problemOf(ground.person, goTo(ground, branch, 'remote')),
        check: async () => must((await readFrom(ground, `${branch}.txt`)) !== null, 'it is not the branch'),
      };
    },
  },
  {
    name: 'commit & push',
    kind: 'write',
    async arrange(ground, number) {
      await comeHome(ground);
      const path = `written-${number}.txt`;
      await writeInto(ground, path, path);
      return {
        act: () => problemOf(ground.person, commit(ground, path)),
        // The commit is kept when only the push failed.
        actAgain: async () =>
          (await statusOf(ground)).changes.some((change) => change.path === path)
            ? problemOf(ground.person, commit(ground, path))
            : pullAndPush(ground)(),
        check: () => checkCommitOnce(ground, path),
      };
    },
  },
  {
    name: 'push',
    kind: 'write',
    async arrange(ground, number) {
      await comeHome(ground);
      const path = `written-${number}.txt`;
      await writeInto(ground, path, path);
      ground.world.sandbox.faults.set({
        match: 'git-receive-pack',
        kind: 'status',
        status: 403,
        body: 'not now',
      });
      await problemOf(ground.person, commit(ground, path));
      ground.world.sandbox.faults.clear();
      return {
        act: () => problemOf(ground.person, push(ground)),
        actAgain: pullAndPush(ground),
        check: () => checkCommitOnce(ground, path),
      };
    },
  },
  {
    name: 'publish a branch',
    kind: 'write',
    async arrange(ground, number) {
      await comeHome(ground);
      const branch = `own-${number}`;
      await done(ground, begin(ground, branch));
      return {
        act: () =>
          problemOf(
            ground.person,
            ground.person.call(publishBranch, { ...inCheckout(ground), body: { branch } }),
          ),
        check: async () => void (await askGitLab(ground, 'rev-parse', '--verify', `refs/heads/${branch}`)),
      };
    },
  },
  {
    name: 'delete a branch of GitLab',
    kind: 'write',
    alreadyDone: ['branch-gone'],
    async arrange(ground, number) {
      await comeHome(ground);
      const branch = `gone-${number}`;
      await pushFromElsewhere(ground, `${branch}.txt`, branch);
      await done(ground, ground.person.call(fetchCheckout, inCheckout(ground)));
      const seenOnGitLab = await askGitLab(ground, 'rev-parse', branch);
      const body = { branch, from: 'gitlab' as const, seenOnGitLab };
      return {
        act: () =>
          problemOf(ground.person, ground.person.call(deleteBranch, { ...inCheckout(ground), body })),
        async check() {
          const branches = await askGitLab(ground, 'branch', '--list', branch);
          must(branches === '', 'it is still there');
        },
      };
    },
  },
  {
    name: 'create a merge request',
    kind: 'write',
    alreadyDone: ['merge-request-exists'],
    async arrange(ground, number) {
      await comeHome(ground);
      const sourceBranch = `proposal-${number}`;
      await done(ground, begin(ground, sourceBranch));
      await writeInto(ground, `${sourceBranch}.txt`, sourceBranch);
      await done(ground, commit(ground, `${sourceBranch}.txt`));
      const body = { sourceBranch, targetBranch: 'main', title: sourceBranch, description: '', draft: false };
      const more = { reviewerIds: [], removeSourceBranch: false, squash: false };
      return {
        act: () =>
          problemOf(
            ground.person,
            ground.person.call(createMergeRequest, { ...inCheckout(ground), body: { ...body, ...more } }),
          ),
        async check() {
          const path = `/api/v4/projects/${ground.gitlabId}/merge_requests?source_branch=${sourceBranch}`;
          const headers = { 'private-token': 'glpat-sandbox-maintainer' };
          const found = (await (
            await fetch(ground.world.sandbox.url + path, { headers })
          ).json()) as unknown[];
          must(found.length === 1, `GitLab has ${found.length} of them`);
        },
      };
    },
  },
  {
    name: 'look at a merge request',
    kind: 'read',
    async arrange(ground) {
      let isAnswered = false;
      const query = { branch: 'main', fresh: 'true' };
      return {
        act: () =>
          refusalOf(ground.person.call(getBranchMergeRequest, { ...inCheckout(ground), query }), (reply) => {
            isAnswered = reply.problem === null;
            return reply.problem;
          }),
        check: async () => must(isAnswered, 'there is no answer'),
      };
    },
  },
  {
    name: 're-clone',
    kind: 'read',
    discardsWork: true,
    async arrange(ground, number) {
      await comeHome(ground);
      await writeUnsavedWork(ground);
      await pushFromElsewhere(ground, `news-${number}.txt`);
      return {
        act: () =>
          problemOf(
            ground.person,
            ground.person.call(reCloneCheckout, { ...inCheckout(ground), body: { discardWork: true } }),
          ),
        check: async () =>
          must((await readFrom(ground, `news-${number}.txt`)) !== null, 'it is the old clone'),
      };
    },
  },
];
