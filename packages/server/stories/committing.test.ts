import {
  commitAndPush,
  createBranch,
  getCheckoutStatus,
  listBranches,
  type Operation,
  type Problem,
  pushCheckout,
  switchBranch,
} from '@notelab/contract';
import { type Client, createWorld, ProblemReplyError, type World, waitForOperation } from '@notelab/dev-env';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type ConnectedProject, connectProject } from './a-connected-project.ts';
import { gitAtGitLab, tipAtGitLab } from './elsewhere.ts';
import { inTerminal } from './in-a-terminal.ts';

let world: World;
let editor: Client;
let analytics: ConnectedProject;
let forecasting: ConnectedProject;

beforeAll(async () => {
  world = await createWorld();
  const admin = await world.signInLinked('admin', 'maintainer');
  editor = await world.signInLinked('editor', 'developer');
  analytics = await connectProject(world, admin, 'acme/analytics', { by: editor });
  forecasting = await connectProject(world, admin, 'acme/platform/forecasting', { by: editor });
});
afterAll(() => world?.close());

const inCheckout = ({ checkout }: ConnectedProject) => ({ params: { checkoutId: checkout.id } });
const shell = (of: ConnectedProject, script: string) =>
  inTerminal(world, of.project, `cd ${of.checkout.folderName}\n${script}`);

const aSentence = expect.stringMatching(/^\p{Lu}.* .*\.$|^“.*\.$/u);

interface Commit {
  message: string;
  paths: string[];
  newBranch?: string;
}

async function commit(of: ConnectedProject, body: Commit): Promise<Operation> {
  return waitForOperation(editor, await editor.call(commitAndPush, { ...inCheckout(of), body }));
}

/** Why a request was refused at once, or the operation failed. */
async function problemOf(attempt: Promise<Operation>): Promise<Problem | null> {
  try {
    return (await waitForOperation(editor, await attempt)).problem;
  } catch (error) {
    if (error instanceof ProblemReplyError) return error.reply;
    throw error;
  }
}

describe('a commit that cannot be', () => {
  const message = 'Try';
  const attempts: [string, Commit, string][] = [
    ['a message of blanks', { message: ' \n\t\u00a0', paths: ['mine.txt'] }, 'message-empty'],
    [
      'a message of a million and one characters',
      { message: 'x'.repeat(1_000_001), paths: ['mine.txt'] },
      'invalid-input',
    ],
    ['nothing selected', { message, paths: [] }, 'nothing-selected'],
    ['a path of nothing', { message, paths: ['mine.txt', ''] }, 'invalid-input'],
    ...[
      '..',
      '../other.txt',
      '/etc/passwd',
      'src/../../x',
      '.git/config',
      '.GIT/config',
      'a\0b',
      '\ud800',
    ].map((path): [string, Commit, string] => [
      `the path ${JSON.stringify(path)}`,
      { message, paths: ['mine.txt', path], newBranch: 'never' },
      'path-invalid',
    ]),
    ...['-A', ':(glob)**', 'leaving/passwd'].map((path): [string, Commit, string] => [
      `${path}, which is no file`,
      { message, paths: [path], newBranch: 'never' },
      'nothing-to-commit',
    ]),
    ['a repository inside the repository', { message, paths: ['nested/'] }, 'nothing-to-commit'],
  ];
  let before: unknown;
  const state = async () => ({
    status: { ...(await editor.call(getCheckoutStatus, inCheckout(analytics))), lastFetch: null },
    branches: (await editor.call(listBranches, inCheckout(analytics))).map(({ name }) => name),
    staged: await shell(analytics, 'git diff --cached --name-status; cat mine.txt; ls .git'),
    tip: await tipAtGitLab(world, 'acme/analytics', 'main'),
  });

  beforeAll(async () => {
    await shell(
      analytics,
      'echo mine > mine.txt; ln -s /etc leaving; echo staged > staged.txt; git add staged.txt; git init -q nested',
    );
    before = await state();
  });

  test.each(attempts)('%s: is refused with the reason', async (_, body, code) => {
    const problem = await problemOf(editor.call(commitAndPush, { ...inCheckout(analytics), body }));
    expect(problem).toMatchObject({ code, detail: aSentence });
  });

  test('has changed nothing: not the files, what is staged, the branches, or GitLab', async () => {
    expect(await state()).toEqual(before);
  });
});

test('a commit arrives as it was written: a megabyte, escape sequences, HTML; a link stays a link', async () => {
  const head =
    '\u001b[31mred\u001b[0m <img src=x onerror=alert(1)> `$(id)` "%s\n\n-- not an option\n# not a comment\n';
  const message = head + 'x'.repeat(1_000_000 - head.length);
  const ended = await commit(analytics, { message, paths: ['mine.txt', 'leaving'] });
  expect(ended.outcome).toMatchObject({ kind: 'pushed', branch: 'main' });
  const at = (...args: string[]) => gitAtGitLab(world, 'acme/analytics', ...args).then(String);
  expect((await at('log', '-1', '--format=%B', 'main')).trimEnd()).toBe(message);
  expect((await at('diff', '--raw', '--no-abbrev', 'main^', 'main')).match(/^:.*$/gm)).toEqual([
    expect.stringMatching(/^:000000 120000 .*\tleaving$/),
    expect.stringMatching(/^:000000 100644 .*\tmine\.txt$/),
  ]);
  expect(await at('cat-file', 'blob', 'main:leaving')).toBe('/etc');
  const { changes, recent } = await editor.call(getCheckoutStatus, inCheckout(analytics));
  expect(changes.map(({ path }) => path)).toEqual(['staged.txt', 'nested/']);
  expect(recent[0]!.subject).toBe(head.split('\n')[0]);
});

describe('a branch that is protected on GitLab', () => {
  test('refuses the push in words; the commit is kept and can go to a new branch, and into a merge request', async () => {
    const protectedTip = await tipAtGitLab(world, 'acme/platform/forecasting', 'main');
    await shell(forecasting, 'echo more >> README.md');
    const refused = await commit(forecasting, { message: 'Straight to main', paths: ['README.md'] });
    expect(refused.problem).toMatchObject({
      code: 'push-protected',
      detail: 'The branch is protected on GitLab and you may not push to it. Your commit is kept here.',
    });
    expect(refused.problem!.raw).toContain(
      'You are not allowed to push code to protected branches on this project.',
    );
    expect(await editor.call(getCheckoutStatus, inCheckout(forecasting))).toMatchObject({
      ahead: 1,
      changes: [],
    });

    const made = await waitForOperation(
      editor,
      await editor.call(createBranch, { ...inCheckout(forecasting), body: { name: 'readme' } }),
    );
    expect(made.outcome).toEqual({ kind: 'switched', branch: 'readme' });
    const pushed = await waitForOperation(editor, await editor.call(pushCheckout, inCheckout(forecasting)));
    expect(pushed.outcome).toMatchObject({ kind: 'pushed', branch: 'readme', old: null });
    const page = `${world.sandbox.url}/acme/platform/forecasting/-/merge_requests/new?merge_request%5Bsource_branch%5D=readme`;
    expect(pushed.outcome).toMatchObject({
      messages: ['To create a merge request for readme, visit:', page],
    });
    const { mergeRequestUrl } = await editor.call(getCheckoutStatus, inCheckout(forecasting));
    expect(mergeRequestUrl).toContain(page);
    expect((await fetch(mergeRequestUrl!, { redirect: 'manual' })).status).toBeLessThan(400);
    expect(await tipAtGitLab(world, 'acme/platform/forecasting', 'main')).toBe(protectedTip);
  });

  test('is not touched by a commit to a new branch', async () => {
    await shell(forecasting, 'git switch -q main; git reset -q --hard origin/main; echo again >> README.md');
    const body = { message: 'Aside', paths: ['README.md'], newBranch: 'feature/ünï-1' };
    expect((await commit(forecasting, body)).outcome).toMatchObject({
      kind: 'pushed',
      branch: 'feature/ünï-1',
    });
    expect(await editor.call(getCheckoutStatus, inCheckout(forecasting))).toMatchObject({
      head: { kind: 'branch', name: 'feature/ünï-1' },
      upstream: 'origin/feature/ünï-1',
      ahead: 0,
      changes: [],
    });
    expect(await shell(forecasting, 'git rev-parse main origin/main | uniq | wc -l')).toBe('1');
  });
});

describe('a branch is not called', () => {
  let known: string;
  const listRefs = () => shell(analytics, 'git for-each-ref refs/heads refs/remotes');
  beforeAll(async () => {
    known = await listRefs();
  });

  const names = ['--upload-pack=x', '-f', '@{-1}', '@', 'HEAD', 'a..b', 'x.lock', 'x\ny', 'x y', 'x~1', ''];
  test.each([...names, '/x', 'x/', '.x', 'x.', '\ud800'])('%j, and a sentence says why', async (name) => {
    const body = { message: 'x', paths: ['staged.txt'], newBranch: name };
    const attempts = [
      editor.call(createBranch, { ...inCheckout(analytics), body: { name } }),
      editor.call(commitAndPush, { ...inCheckout(analytics), body }),
    ];
    for (const attempt of attempts)
      expect(await problemOf(attempt)).toMatchObject({ code: 'invalid-input', detail: aSentence });
  });

  test.each(['--upload-pack=x', '@{-1}', '-'])('%j, nor is one of that name switched to', async (branch) => {
    const body = { branch, where: 'local' as const };
    const attempt = editor.call(switchBranch, { ...inCheckout(analytics), body });
    expect(await problemOf(attempt)).toMatchObject({ code: 'branch-gone', detail: aSentence });
  });

  test('any of these afterwards', async () => {
    expect(await listRefs()).toBe(known);
  });
});
