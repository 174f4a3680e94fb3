import {
  changeRepositories,
  disconnectAccount,
  listAuditLog,
  listTerminals,
  type Project,
} from '@notelab/contract';
import { type Client, createWorld, type TerminalPage, type World } from '@notelab/dev-env';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { connectProject, connectRepositories } from './a-connected-project.ts';
import { openedTerminal } from './an-open-terminal.ts';
import { gitAtGitLab, pushFromElsewhere, tipAtGitLab } from './elsewhere.ts';
import { linkAs } from './link-as.ts';

let world: World;
let admin: Client;
let editor: Client;
let project: Project;
let page: TerminalPage;

beforeAll(async () => {
  world = await createWorld();
  admin = await world.signInLinked('admin', 'maintainer');
  editor = await world.signInLinked('editor', 'developer');
  ({ project } = await connectProject(world, admin, 'acme/analytics', { by: editor }));
  await connectRepositories(world, admin, ['acme/handbook']);
  ({ page } = await openedTerminal(editor, project));
});
afterAll(() => world?.close());

const inProject = () => ({ params: { projectId: project.id } });
const git = (command: string) => page.run(`GIT_PAGER=cat git -C analytics ${command}`);
const at = (path: string) => `${world.sandbox.url}/${path}`;
const auditOf = async (subject: string) =>
  (
    await admin.call(listAuditLog, { params: { workspaceId: world.workspaceId }, query: { search: subject } })
  ).entries.filter((entry) => entry.subject === subject);

describe('git in a terminal', () => {
  it('fetches, pulls and lists as its owner, without being asked for anything', async () => {
    await pushFromElsewhere(world, 'acme/analytics', 'echo 1 > from-elsewhere.txt');
    const tip = await tipAtGitLab(world, 'acme/analytics', 'main');
    expect(await git('fetch')).toMatchObject({ exitCode: 0 });
    expect(await git('pull --ff-only')).toMatchObject({ exitCode: 0 });
    expect((await git('rev-parse HEAD')).output.trim()).toBe(tip);
    expect((await git('ls-remote origin refs/heads/main')).output).toContain(tip);
    expect((await git('remote get-url --all origin')).output).not.toContain('@');
    expect((await git('config --local remote.origin.url')).output.trim()).toBe(at('acme/analytics.git'));
  });

  it('commits with its owner’s name and e-mail, and pushes with their token; the log has what moved', async () => {
    const before = await tipAtGitLab(world, 'acme/analytics', 'main');
    await git('status');
    const pushed = await git("commit -q --allow-empty -m 'From a terminal' && git -C analytics push");
    expect(pushed.exitCode).toBe(0);
    const after = await tipAtGitLab(world, 'acme/analytics', 'main');
    expect(after).not.toBe(before);
    const log = await gitAtGitLab(world, 'acme/analytics', 'log', '-1', '--format=%an <%ae> %cn %s', 'main');
    expect(log.toString().trim()).toBe(
      'Dev Developer <developer@acme.example> Dev Developer From a terminal',
    );
    expect((await git('config --local --list')).output).not.toContain('user.');
    const pushes = world.sandbox.requests().filter(({ path }) => path.endsWith('git-receive-pack'));
    expect(pushes.at(-1)?.username).toBe('developer');
    await vi.waitFor(
      async () =>
        expect(await auditOf('acme/analytics')).toContainEqual(
          expect.objectContaining({
            actor: 'Editor',
            action: 'pushed',
            details: { ref: 'main', old: before.slice(0, 8), new: after.slice(0, 8), project: project.name },
          }),
        ),
      30_000,
    );
    const fetches = (await auditOf('acme/analytics')).filter(({ action }) => action === 'fetched');
    expect(fetches.map(({ details }) => details.ref)).toContain('main');
  });

  it('clones another connected repository, by each way of writing its address', async () => {
    const host = new URL(world.sandbox.url).hostname;
    const addresses = [
      at('acme/handbook.git'),
      `git@${host}:acme/handbook.git`,
      `ssh://git@${host}/acme/handbook.git`,
    ];
    for (const [index, address] of addresses.entries())
      expect(await page.run(`git clone -q ${address} ~/handbook-${index}`)).toMatchObject({ exitCode: 0 });
    expect((await page.run('git -C ~/handbook-1 config remote.origin.url')).output.trim()).toBe(addresses[1]);
  });

  it('follows submodules that point at connected repositories', async () => {
    const made = await page.run(
      'git clone -q analytics ~/with-module && cd ~/with-module && ' +
        `git remote set-url origin ${at('acme/analytics.git')} && ` +
        'git submodule --quiet add ../handbook.git handbook && git commit -qm Module && ' +
        'git push -q origin HEAD:with-module; echo $?; cd - >/dev/null',
    );
    expect(made.output).toMatch(/\n0\n$/);
    const cloned = await page.run(
      `git clone -q --recurse-submodules -b with-module ${at('acme/analytics.git')} ~/again && ls ~/again/handbook`,
    );
    expect(cloned).toMatchObject({ exitCode: 0, output: expect.stringContaining('README.md') });
  });

  it('says what is not connected, and who can connect it', async () => {
    const refused = await page.run(`git clone ${at('acme/platform/forecasting.git')} ~/forecasting`);
    expect(refused.exitCode).not.toBe(0);
    expect(refused.output).toContain(
      'notelab: acme/platform/forecasting is not connected to this workspace. An admin (Admin) can connect it in Settings → Workspace → Connected GitLab repositories.',
    );
    expect(refused.output).not.toContain('Username');
    const [forecasting] = await connectRepositories(world, admin, ['acme/platform/forecasting']);
    const clone = `git clone -q ${at('acme/platform/forecasting.git')} ~/forecasting`;
    expect(await page.run(clone)).toMatchObject({ exitCode: 0 });
    await admin.call(changeRepositories, {
      params: { workspaceId: world.workspaceId },
      body: { instanceId: world.instanceId, connect: [], remove: [forecasting!.id] },
    });
    const again = await page.run('git -C ~/forecasting fetch');
    expect(again).toMatchObject({ exitCode: 128, output: expect.stringContaining('is not connected') });
  });

  it('reaches public repositories elsewhere as any machine does', async () => {
    const elsewhere = world.sandbox.url.replace('localhost', '127.0.0.1');
    const before = world.sandbox.requests().length;
    expect(await page.run(`git clone -q ${elsewhere}/acme/handbook.git ~/public`)).toMatchObject({
      exitCode: 0,
    });
    const requests = world.sandbox.requests().slice(before);
    expect(requests.length).toBeGreaterThan(0);
    expect(requests.every(({ username }) => username === null || username === undefined)).toBe(true);
  });

  it('says why when the account was disconnected, and goes on once it is linked, in the same shell', async () => {
    await editor.call(disconnectAccount, { params: { instanceId: world.instanceId } });
    const refused = await git('fetch');
    expect(refused.exitCode).not.toBe(0);
    expect(refused.output).toContain(
      'notelab: Your GitLab account was disconnected. Connect your account on',
    );
    expect((await editor.call(listTerminals, inProject()))[0]?.git).toMatchObject([
      { state: 'not-linked', username: null },
    ]);
    await vi.waitFor(
      async () => expect((await git('config user.email')).output.trim()).toBe('editor@example.com'),
      30_000,
    );

    await linkAs(world, editor, 'developer');
    expect(await git('fetch')).toMatchObject({ exitCode: 0 });
    expect((await editor.call(listTerminals, inProject()))[0]?.git).toMatchObject([
      { state: 'ready', username: 'developer' },
    ]);
    await vi.waitFor(
      async () => expect((await git('config user.email')).output.trim()).toBe('developer@acme.example'),
      30_000,
    );
  });
});
