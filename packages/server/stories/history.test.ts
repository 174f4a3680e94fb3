import { getCheckoutStatus, getCommit, getCommitDiff, getFileDiff, listHistory } from '@notelab/contract';
import { type Client, createWorld, type World } from '@notelab/dev-env';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type ConnectedProject, connectProject } from './a-connected-project.ts';
import { inTerminal } from './in-a-terminal.ts';

let world: World;
let viewer: Client;
let analytics: ConnectedProject;
let params: { checkoutId: ConnectedProject['checkout']['id'] };

const png =
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const pointer = `version https://git-lfs.github.com/spec/v1\noid sha256:${'ab'.repeat(32)}\nsize 12345\n`;

beforeAll(async () => {
  world = await createWorld();
  const admin = await world.signInLinked('admin', 'maintainer');
  viewer = await world.signIn('viewer');
  analytics = await connectProject(world, admin, 'acme/analytics');
  params = { checkoutId: analytics.checkout.id };
  await inTerminal(
    world,
    analytics.project,
    `cd analytics
     export GIT_COMMITTER_NAME=M GIT_COMMITTER_EMAIL=m@example.com
     git reset -q --hard HEAD~1
     echo ${png} | base64 -d > dot.png && printf '${pointer.replaceAll('\n', '\\n')}' > data.bin && git add .
     git commit -qm 'Add a dot' --author='Mara Maintainer <MAINTAINER@acme.example>'
     echo changed > dot.png && rm data.bin`,
  );
});
afterAll(() => world?.close());

test('the numbers of commits to push and to pull can be looked behind', async () => {
  const { ahead, behind, headOid } = await viewer.call(getCheckoutStatus, { params });
  expect([ahead, behind]).toEqual([1, 1]);
  const list = (only: 'to-push' | 'to-pull') => viewer.call(listHistory, { params, query: { only } });
  expect(await list('to-push')).toMatchObject({
    commits: [{ oid: headOid, subject: 'Add a dot', isHead: true }],
    more: false,
  });
  const toPull = await list('to-pull');
  expect(toPull.commits).toMatchObject([
    { isHead: false, refs: expect.arrayContaining([{ kind: 'remote-branch', name: 'origin/main' }]) },
  ]);
});

test('the history of what is checked out, of a branch of GitLab, and of one that is not there', async () => {
  const here = await viewer.call(listHistory, { params });
  expect(here.commits[0]).toMatchObject({ subject: 'Add a dot' });
  const next = { tip: here.tip!, skip: 1 };
  expect((await viewer.call(listHistory, { params, query: next })).commits).toEqual(here.commits.slice(1));
  const remote = { branch: 'main', where: 'remote' as const };
  const there = await viewer.call(listHistory, { params, query: remote });
  expect(there.commits[0]!.oid).not.toBe(here.commits[0]!.oid);
  expect((await viewer.call(listHistory, { params, query: { search: 'a DOT' } })).commits.length).toBe(1);
  const gone = viewer.call(listHistory, { params, query: { branch: 'a..b' } });
  await expect(gone).rejects.toMatchObject({ reply: { code: 'branch-gone' } });
});

test('a commit says who made it, with their picture from GitLab, and what it changed', async () => {
  const { headOid } = await viewer.call(getCheckoutStatus, { params });
  const ofCommit = { ...params, commit: headOid! };
  expect(await viewer.call(getCommit, { params: ofCommit })).toMatchObject({
    message: 'Add a dot',
    author: { name: 'Mara Maintainer', pictureUrl: expect.stringMatching(/avatar/) },
    files: [
      { path: 'data.bin', kind: 'added' },
      { path: 'dot.png', kind: 'added' },
    ],
  });
  const diff = (path: string) => viewer.call(getCommitDiff, { params: ofCommit, query: { path } });
  expect(await diff('dot.png')).toMatchObject({ kind: 'image', before: null, after: png });
  expect(await diff('data.bin')).toMatchObject({
    kind: 'lfs',
    after: expect.stringMatching(/^sha256:/),
    afterSize: 12345,
  });
  const unknown = viewer.call(getCommit, { params: { ...params, commit: 'f'.repeat(40) } });
  await expect(unknown).rejects.toMatchObject({ reply: { code: 'not-found' } });
});

test('a changed picture is there on both sides, a pointer to a large file as what it stands for', async () => {
  const diff = (path: string) => viewer.call(getFileDiff, { params, query: { path } });
  expect(await diff('dot.png')).toMatchObject({ kind: 'image', before: png, after: 'changed\n' });
  expect(await diff('data.bin')).toMatchObject({
    kind: 'lfs',
    beforeSize: 12345,
    after: null,
    afterSize: null,
  });
});
