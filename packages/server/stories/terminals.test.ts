import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import {
  changeMemberRole,
  changeTerminal,
  closeTerminal,
  deleteProject,
  getMe,
  handOverTerminal,
  listAuditLog,
  listTerminals,
  openTerminal,
  type Project,
  removeMember,
  signOut,
  type UserId,
} from '@notelab/contract';
import {
  Client,
  createWorld,
  openTerminalPage,
  type TerminalPage,
  upgradeStatus,
  type World,
} from '@notelab/dev-env';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { connectProject, connectRepositories } from './a-connected-project.ts';
import { openedTerminal } from './an-open-terminal.ts';

let world: World;
let admin: Client;
let editor: Client;
let viewer: Client;
let project: Project;
let page: TerminalPage;

const socketOf = (terminalId: string) => `/api/terminals/${terminalId}/socket`;

beforeAll(async () => {
  world = await createWorld();
  admin = await world.signInLinked('admin', 'maintainer');
  editor = await world.signInLinked('editor', 'developer');
  viewer = await world.signIn('viewer');
  ({ project } = await connectProject(world, admin, 'acme/analytics', { by: editor }));
  await connectRepositories(world, admin, ['acme/handbook']);
  ({ page } = await openedTerminal(editor, project));
});
afterAll(() => world?.close());

const inProject = () => ({ params: { projectId: project.id } });
const at = (path: string) => `${world.sandbox.url}/${path}`;
const auditOf = async (subject: string) =>
  (
    await admin.call(listAuditLog, { params: { workspaceId: world.workspaceId }, query: { search: subject } })
  ).entries.filter((entry) => entry.subject === subject);

describe('a terminal', () => {
  it('is a real one: job control, Ctrl-C, its size, programs that take the whole screen', async () => {
    expect((await page.run('tty; stty size')).output).toBe('/dev/console\n30 100\n');
    page.send({ type: 'resize', columns: 120, rows: 40 });
    expect((await page.run('stty size')).output).toBe('40 120\n');
    page.type('(echo begun; exec sleep 1000)\n');
    await page.until(() => page.text().endsWith('\nbegun\n'), 'sleep to run');
    page.type('\x03');
    // The kernel throws away what is said at the moment of Ctrl-C, the prompt perhaps: asked for once more, then.
    await vi.waitFor(() => {
      const isBack = /\^C[\s\S]*\$ $/.test(page.text());
      if (!isBack) page.type('\n');
      expect(isBack).toBe(true);
    }, 10_000);
    expect(await page.run('sleep 1000 & kill %1; wait %1')).toMatchObject({ exitCode: 143 });
    page.type('less analytics/README.md\n');
    await page.until(() => page.text().endsWith('(END)'), 'less');
    page.type('q');
    expect((await page.run('echo "back again"')).output).toBe('back again\n');
  });

  it('is there again after a reload, with what it showed', async () => {
    const opened = await openedTerminal(editor, project);
    await opened.page.run('seq 1 200; export REMEMBERED=yes');
    opened.page.close();
    const reloaded = await openTerminalPage(editor, opened.terminal.id);
    expect(reloaded.snapshot()).toContain('\n1\n2\n3\n');
    expect((await reloaded.run('echo $REMEMBERED')).output).toBe('yes\n');
    reloaded.close();
    await editor.call(closeTerminal, opened.in);
  });

  it('shows binary garbage and goes on', async () => {
    const opened = await openedTerminal(editor, project);
    const { exitCode } = await opened.page.run('head -c 300000 /dev/urandom');
    expect(exitCode).toBe(0);
    const again = await openTerminalPage(editor, opened.terminal.id);
    opened.page.type('reset\n');
    expect((await opened.page.run('echo still here')).output).toContain('still here');
    again.close();
    opened.page.close();
    await editor.call(closeTerminal, opened.in);
  });

  it('loses no output for who types, and a watcher who draws nothing slows nobody', async () => {
    let tail = '';
    let lines = 0;
    const opened = await openedTerminal(editor, project);
    await editor.call(changeTerminal, { ...opened.in, body: { shared: true } });
    const watcher = await openTerminalPage(viewer, opened.terminal.id);
    watcher.stopDrawing();
    opened.page.close();
    const count = (data: Uint8Array) => {
      const text = tail + new TextDecoder().decode(data);
      const complete = text.split('\r\n');
      tail = complete.pop()!;
      for (const line of complete) if (Number(line) === lines + 1) lines++;
    };
    const owner = await openTerminalPage(editor, opened.terminal.id, { onOutput: count });
    await owner.run('seq 1 400000');
    expect(lines).toBe(400_000);
    expect(watcher.receivedBytes()).toBeLessThan(2.5 * 1024 * 1024);
    expect(watcher.snapshots()).toBe(1);
    watcher.resumeDrawing();
    await watcher.until(() => watcher.snapshots() === 2, 'a new picture of the screen');
    expect(watcher.snapshot()).toContain('\n400000\n');
    watcher.close();
    owner.close();
    await editor.call(closeTerminal, opened.in);
  });

  it('ends when it is closed, also where the shell and its jobs ignore every signal', async () => {
    const beat = join(world.notelab.context.projects.filesOf(project.id).root, 'beat');
    const opened = await openedTerminal(editor, project);
    opened.page.type(
      `trap '' HUP INT TERM; setsid sh -c 'trap "" HUP TERM; while :; do date +%N > beat; sleep 0.05; done' &\n`,
    );
    await vi.waitFor(() => expect(existsSync(beat)).toBe(true), 10_000);
    await editor.call(closeTerminal, opened.in);
    expect((await opened.page.closed).code).toBe(4404);
    const last = readFileSync(beat, 'utf8');
    await wait(200);
    expect(readFileSync(beat, 'utf8')).toBe(last);
    expect(await editor.call(listTerminals, inProject())).not.toContainEqual(
      expect.objectContaining({ id: opened.terminal.id }),
    );
    expect(readdirSync(join(world.dataDir, 'notelab/terminals'))).not.toContainEqual(
      expect.stringContaining(opened.terminal.id),
    );
  });

  it('stays to be read when its shell has ended, and says why', async () => {
    const opened = await openedTerminal(editor, project);
    await opened.page.run('echo the last words');
    opened.page.type('exit 3\n');
    await opened.page.until(() => opened.page.ended() !== null, 'the end');
    expect(opened.page.ended()).toBe('The shell has ended with code 3.');
    const later = await openTerminalPage(editor, opened.terminal.id);
    expect(later.snapshot()).toContain('the last words');
    expect(later.ended()).toBe('The shell has ended with code 3.');
    expect(later.typingAllowed()).toBe(false);
    const refused = editor.call(handOverTerminal, { ...opened.in, body: { userId: null } });
    await expect(refused).rejects.toMatchObject({ reply: { code: 'terminal-ended' } });
    later.close();
    opened.page.close();
    await editor.call(closeTerminal, opened.in);
  });

  it('has a number for a name until it gets one', async () => {
    const opened = await openedTerminal(editor, project);
    expect(opened.terminal.name).toMatch(/^Terminal \d$/);
    await editor.call(changeTerminal, { ...opened.in, body: { name: 'Training' } });
    const names = (await editor.call(listTerminals, inProject())).map(({ name }) => name);
    expect(names).toContain('Training');
    expect(names).not.toContain(opened.terminal.name);
    opened.page.close();
    await editor.call(closeTerminal, opened.in);
  });
});

describe('others', () => {
  let opened: Awaited<ReturnType<typeof openedTerminal>>;
  let adminId: UserId;
  let viewerId: UserId;

  beforeAll(async () => {
    opened = await openedTerminal(editor, project);
    adminId = (await admin.call(getMe)).user.id;
    viewerId = (await viewer.call(getMe)).user.id;
  });

  const seenBy = async (client: Client) =>
    (await client.call(listTerminals, inProject())).find(({ id }) => id === opened.terminal.id);

  it('see nothing of a terminal that is not shared', async () => {
    expect(await seenBy(admin)).toBeUndefined();
    expect(await upgradeStatus(admin, socketOf(opened.terminal.id))).toBe(404);
    const change = admin.call(changeTerminal, { ...opened.in, body: { shared: true } });
    await expect(change).rejects.toMatchObject({ reply: { code: 'not-found' } });
    const close = admin.call(closeTerminal, opened.in);
    await expect(close).rejects.toMatchObject({ reply: { code: 'not-found' } });
  });

  it('watch one that is shared, live, and cannot type or change its size', async () => {
    await editor.call(changeTerminal, { ...opened.in, body: { shared: true } });
    const watcher = await openTerminalPage(viewer, opened.terminal.id);
    expect(watcher.typingAllowed()).toBe(false);
    watcher.type('touch typed-by-a-watcher\n');
    watcher.send({ type: 'resize', columns: 20, rows: 5 });
    await opened.page.run('echo for all to see; ls');
    await watcher.until(() => watcher.text().includes('\nfor all to see\n'), 'what the owner sees');
    expect(opened.page.text()).not.toContain('typed-by-a-watcher');
    expect((await opened.page.run('stty size')).output).toBe('30 100\n');
    opened.page.send({ type: 'resize', columns: 90, rows: 25 });
    await watcher.until(() => watcher.size().columns === 90, 'the new size');
    expect((await seenBy(editor))?.watchers).toEqual([{ id: viewerId, name: 'Viewer' }]);
    expect((await seenBy(admin))?.git).toEqual([]);
    watcher.close();
    await vi.waitFor(async () => expect((await seenBy(editor))?.watchers).toEqual([]), 30_000);
    const take = admin.call(handOverTerminal, { ...opened.in, body: { userId: adminId } });
    await expect(take).rejects.toMatchObject({ reply: { code: 'forbidden' } });
  });

  it('type where the owner lets them, and git has no access then', async () => {
    await opened.page.run(`git clone -q ${at('acme/handbook.git')} ~/handbook`);
    const guest = await openTerminalPage(admin, opened.terminal.id);
    const handOver = (userId: UserId) => editor.call(handOverTerminal, { ...opened.in, body: { userId } });
    await expect(handOver(viewerId)).rejects.toMatchObject({ reply: { code: 'invalid-input' } });
    expect((await handOver(adminId)).typist).toEqual({ id: adminId, name: 'Admin' });
    expect(opened.page.typingAllowed()).toBe(false);
    await guest.until(() => guest.typingAllowed() === true, 'leave to type');
    const fetched = await guest.run('git -C ~/handbook fetch');
    expect(fetched.exitCode).not.toBe(0);
    expect(fetched.output).toContain(
      'notelab: Git has no access to GitLab while Admin types in this terminal',
    );
    guest.close();
  });

  it('leave nothing behind when the owner takes it back: a new shell, in which git has access again', async () => {
    const guest = await openTerminalPage(admin, opened.terminal.id);
    await guest.run('echo "touch ~/planted" >> ~/.bashrc; (setsid sleep 4242 &) ; export PLANTED=1');
    const { typist } = await editor.call(handOverTerminal, { ...opened.in, body: { userId: null } });
    expect(typist).toBeNull();
    await opened.page.until(() => opened.page.typingAllowed() === true, 'leave to type');
    await guest.until(() => guest.typingAllowed() === false, 'the end of typing');
    expect(opened.page.text()).toContain('Editor took this terminal back. What ran here has ended');
    const found = await opened.page.run('ls ~; echo "[$PLANTED]"; ps ax | grep -c "[s]leep 4242"');
    expect(found.output).toBe('[]\n0\n');
    expect(await opened.page.run(`git clone -q ${at('acme/handbook.git')} ~/handbook`)).toMatchObject({
      exitCode: 0,
    });
    guest.close();
    const again = await openTerminalPage(editor, opened.terminal.id);
    expect(again.snapshot()).toContain('for all to see');
    expect(again.snapshot()).toMatch(/planted[\s\S]*Editor took this terminal back/);
    again.close();
  });

  it('are shut out when it is no longer shared', async () => {
    const watcher = await openTerminalPage(viewer, opened.terminal.id);
    await editor.call(changeTerminal, { ...opened.in, body: { shared: false } });
    expect((await watcher.closed).code).toBe(4404);
    expect(await upgradeStatus(viewer, socketOf(opened.terminal.id))).toBe(404);
    await vi.waitFor(
      async () =>
        expect((await auditOf(opened.terminal.name)).map(({ action }) => action).toReversed()).toEqual(
          expect.arrayContaining([
            'terminal-opened',
            'terminal-shared',
            'terminal-handed-over',
            'terminal-taken-back',
            'terminal-unshared',
          ]),
        ),
      30_000,
    );
  });
});

describe('the connection of a page', () => {
  it('is refused to another site, and to who is not signed in', async () => {
    const opened = await openedTerminal(editor, project);
    const { id } = opened.terminal;
    expect(await upgradeStatus(editor, socketOf(id))).toBe(101);
    expect(await upgradeStatus(editor, socketOf(id), { origin: 'https://evil.example' })).toBe(403);
    expect(await upgradeStatus(editor, socketOf(id), { origin: world.sandbox.url })).toBe(403);
    expect(await upgradeStatus(new Client(world.notelab.url), socketOf(id))).toBe(401);
    expect(await upgradeStatus(editor, socketOf('nothing'))).toBe(404);
    opened.page.close();
  });

  it('ends with the sign-in, and with a message that cannot be read', async () => {
    const elsewhere = await world.signIn('editor');
    const opened = await openedTerminal(elsewhere, project);
    const mine = await openTerminalPage(editor, opened.terminal.id);
    await elsewhere.call(signOut);
    expect((await opened.page.closed).code).toBe(4401);
    expect(await upgradeStatus(elsewhere, socketOf(opened.terminal.id))).toBe(401);
    expect((await mine.run('echo open')).output).toBe('open\n');
    mine.send({ type: 'resize', columns: -1, rows: 1e9 });
    expect((await mine.closed).code).toBe(4400);
  });
});

it('fifty terminals run at once, twenty at most of one person', async () => {
  const { user } = await viewer.call(getMe);
  const inMember = { params: { workspaceId: world.workspaceId, userId: user.id } };
  await admin.call(changeMemberRole, { ...inMember, body: { role: 'editor' } });
  const open = (client: Client) =>
    client.call(openTerminal, { ...inProject(), body: { columns: 80, rows: 24 } });
  const people = [...Array(20).fill(admin), ...Array(14).fill(editor), ...Array(16).fill(viewer)];
  const all = await Promise.all(people.map(open));
  await expect(open(admin)).rejects.toMatchObject({ reply: { code: 'too-many-terminals' } });
  const pages = await Promise.all(all.map(({ id }, index) => openTerminalPage(people[index], id)));
  const answers = await Promise.all(pages.map((each, index) => each.run(`echo $((${index} * 2))`)));
  expect(answers.map(({ output }) => Number(output))).toEqual(all.map((_, index) => index * 2));
  await Promise.all(
    all.map(({ id }, index) => people[index].call(closeTerminal, { params: { terminalId: id } })),
  );
  await admin.call(changeMemberRole, { ...inMember, body: { role: 'viewer' } });
});

describe('who leaves', () => {
  it('the role of an editor loses their terminals; who leaves the workspace sees none', async () => {
    const { terminal, page: shown, in: inTerminal } = await openedTerminal(editor, project);
    await editor.call(changeTerminal, { ...inTerminal, body: { shared: true } });
    const watcher = await openTerminalPage(viewer, terminal.id);
    const { user } = await editor.call(getMe);
    const params = { workspaceId: world.workspaceId, userId: user.id };
    await admin.call(changeMemberRole, { params, body: { role: 'viewer' } });
    await shown.until(() => shown.ended() !== null, 'the end');
    expect(shown.ended()).toBe('You are no editor of this workspace any more.');
    await expect(
      editor.call(openTerminal, { ...inProject(), body: { columns: 80, rows: 24 } }),
    ).rejects.toMatchObject({
      reply: { code: 'forbidden' },
    });
    const { user: leaving } = await viewer.call(getMe);
    await admin.call(removeMember, { params: { workspaceId: world.workspaceId, userId: leaving.id } });
    expect((await watcher.closed).code).toBe(4403);
    expect(await upgradeStatus(viewer, socketOf(terminal.id))).toBe(404);
  });

  it('a project takes its terminals with it', async () => {
    const { page: shown } = await openedTerminal(admin, project);
    await admin.call(deleteProject, inProject());
    expect((await shown.closed).code).toBe(4404);
    expect(shown.ended()).toBe('The project was deleted.');
  });
});
