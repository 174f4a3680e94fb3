import { changeMemberRole, createProject, getMe, type Project, type User } from '@notelab/contract';
import { type Client, createWorld, type World } from '@notelab/dev-env';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { noJail } from '../src/features/jails/no-jail.ts';
import { createGitAccess } from '../src/features/terminals/git-access.ts';
import type { Seat, Visitor } from '../src/features/terminals/running-terminal.ts';
import { createTerminalHost } from '../src/features/terminals/start-host.ts';
import { createTerminals, type Terminals } from '../src/features/terminals/terminals.ts';
import { connectRepositories } from './a-connected-project.ts';

let world: World;
let admin: Client;
let editor: Client;
let user: User;
let project: Project;
/** As on a machine that has no bubblewrap. */
let terminals: Terminals;

beforeAll(async () => {
  world = await createWorld();
  admin = await world.signInLinked('admin', 'maintainer');
  editor = await world.signIn('editor');
  ({ user } = await admin.call(getMe));
  await connectRepositories(world, admin, ['acme/analytics']);
  project = await admin.call(createProject, {
    params: { workspaceId: world.workspaceId },
    body: { name: 'Alone' },
  });
  const { context } = world.notelab;
  const jail = noJail('bubblewrap is not installed.');
  terminals = createTerminals({
    ...context,
    jail,
    gitAccess: createGitAccess({ ...context, jail }),
    host: createTerminalHost(context.log),
    settings: context.config.terminals,
    homes: `${context.config.dataDir}/terminals`,
    findEnvironment: async () => null,
    dataDir: context.config.dataDir,
  });
  context.workspaces.onMemberChanged(terminals.noteMemberChanged);
});
afterAll(async () => {
  await terminals?.closeAll();
  await world?.close();
});

it('git has access where one person alone may edit, and loses it when somebody joins them', async () => {
  const authorized = await world.notelab.context.projects.authorize(user, project.id, 'editor');
  const terminal = await terminals.open(authorized, { columns: 80, rows: 24 });
  expect(terminal.git).toMatchObject([{ state: 'no-jail', username: 'maintainer' }]);
  let said = '';
  const visitor: Visitor = {
    user,
    sessionId: 'a',
    tell() {},
    turnAway() {},
    send(output) {
      said += Buffer.from(output).toString();
      seat.noteDrawn(output.length);
    },
  };
  const seat: Seat = terminals.join(terminal.id, visitor)!;
  let runs = 0;
  const run = async (command: string) => {
    runs++;
    said = '';
    seat.type(` ${command}; printf '<%s-${runs}-%s>' end "$?"\n`);
    const end = new RegExp(`<end-${runs}-(\\d+)>`);
    await vi.waitFor(() => expect(said).toMatch(end), 20_000);
    return { output: said, exitCode: Number(end.exec(said)![1]) };
  };
  const repository = `${world.sandbox.url}/acme/analytics.git`;

  const refused = await run(`git clone ${repository} ~/one`);
  expect(refused.exitCode).not.toBe(0);
  expect(refused.output).toContain(
    'git gets access to GitLab in terminals only where one person alone may edit',
  );

  const { user: other } = await editor.call(getMe);
  const setRole = (role: 'viewer' | 'editor') =>
    admin.call(changeMemberRole, {
      params: { workspaceId: world.workspaceId, userId: other.id },
      body: { role },
    });
  await setRole('viewer');
  expect(await run(`git clone -q ${repository} ~/one`)).toMatchObject({ exitCode: 0 });
  expect((await terminals.list(authorized))[0]?.git).toMatchObject([{ state: 'ready' }]);

  await setRole('editor');
  expect((await run('git -C ~/one fetch')).exitCode).not.toBe(0);
  await terminals.close(user, terminal.id);
});
