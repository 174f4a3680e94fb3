import * as contract from '@notelab/contract';
import { type Client, createWorld, type World, waitForOperation } from '@notelab/dev-env';
import { liveBlocks, orderedIds, sourceOf } from '@notelab/notebook/live';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { connectRepositories } from './a-connected-project.ts';
import { answers, shortLimits } from './gitlab-faults.ts';
import { readFromGitLab } from './on-gitlab.ts';

let world: World;
let admin: Client;
let editor: Client;
let notebookId: contract.NotebookId;
let inProject: { params: { projectId: contract.ProjectId } };
let settings: contract.ExportSettings;

beforeAll(async () => {
  world = await createWorld({ persistent: true, config: { gitlabLimits: shortLimits } });
  admin = await world.signInLinked('admin', 'maintainer');
  editor = await world.signInLinked('editor', 'developer');
  const [analytics] = await connectRepositories(world, admin, ['acme/analytics']);
  const params = { workspaceId: world.workspaceId };
  const { id } = await editor.call(contract.createProject, { params, body: { name: 'Sales' } });
  inProject = { params: { projectId: id } };
  notebookId = (await editor.call(contract.createNotebook, { ...inProject, body: { name: 'Report' } })).id;
  const place = { repositoryId: analytics!.id, branch: 'main', path: 'exports', formats: ['ipynb' as const] };
  settings = { ...place, outputs: false, automatic: true };
  await save(editor);
}, 120_000);
afterAll(() => world?.close());
beforeEach(() => world.sandbox.faults.clear());

const save = (by: Client) => by.call(contract.saveExport, { ...inProject, body: settings });
const state = () => editor.call(contract.getExport, inProject);
const exported = () => readFromGitLab(world, 'acme/analytics', 'main:exports/Report.ipynb');
const lastAuthor = () =>
  readFromGitLab(world, 'acme/analytics', 'main', ['log', '-1', '--format=%an', 'main']);

/** Edits the notebook and has a version made, as time does. */
async function edit(text: string): Promise<void> {
  const { liveNotebooks, versions } = world.notelab.context;
  await liveNotebooks.change(notebookId, (doc) =>
    sourceOf(liveBlocks(doc).get(orderedIds(doc)[0]!)!)!.insert(0, text),
  );
  await versions.take(inProject.params.projectId, { kind: 'automatic' });
}

async function until(status: contract.AutomaticExport['status']): Promise<contract.AutomaticExport> {
  await expect
    .poll(async () => (await state()).automatic?.status, { timeout: 30_000, interval: 100 })
    .toBe(status);
  return (await state()).automatic!;
}

async function untilExported(text: string): Promise<void> {
  await expect.poll(exported, { timeout: 30_000, interval: 200 }).toContain(text);
  await until('idle');
}

test('each version is exported as who switched it on, and names its commit', async () => {
  await edit('first\n');
  await untilExported('first');
  expect(lastAuthor().trim()).toBe('Dev Developer');
  const [run] = (await state()).runs;
  expect(run).toMatchObject({ automatic: true, by: 'Editor', status: 'done', counts: { added: 1 } });
  const { versions } = await admin.call(contract.listVersions, { ...inProject, query: {} });
  expect(versions.map(({ kind, commit }) => [kind, commit?.sha])).toEqual([['automatic', run!.commit]]);
});

test('who leads it elsewhere does so with an account of their own', async () => {
  const saveAdmin = (changes: Partial<contract.ExportSettings>) =>
    admin.call(contract.saveExport, { ...inProject, body: { ...settings, ...changes } });
  expect((await saveAdmin({ outputs: true })).automatic?.by.name).toBe('Editor');
  expect((await saveAdmin({ path: 'elsewhere' })).automatic?.by.name).not.toBe('Editor');
  expect((await save(editor)).automatic?.by.name).toBe('Editor');
});

test('what GitLab could not take is tried again later, once, also by the next start of the server', async () => {
  world.sandbox.faults.set({ match: '.git/', ...answers.nothing });
  await edit('second\n');
  const { retryAt, problem } = await until('retrying');
  expect([problem?.code, Date.parse(retryAt!) > Date.now()]).toEqual(['gitlab-unavailable', true]);
  await edit('third\n');
  expect((await state()).automatic?.retryAt).toBe(retryAt);
  world.sandbox.faults.clear();
  await world.notelab.context.database.sql.execute('update exports set due_at = now()');
  await world.restart();
  editor = await world.signIn('editor');
  admin = await world.signIn('admin');
  await untilExported('third');
});

test('a push whose answer got lost is recognised as done', async () => {
  world.sandbox.faults.set({
    match: 'POST /acme/analytics.git/git-receive-pack',
    kind: 'drop-after-bytes',
    times: 1,
  });
  await edit('fourth\n');
  expect((await until('retrying')).problem?.code).toBe('gitlab-unavailable');
  expect(exported()).toContain('fourth');
  const preview = await editor.call(contract.previewExport, inProject);
  expect([preview.files, preview.unchangedCount]).toEqual([[], 1]);
  await save(editor);
});

test('it stops with a reason when access ends, tells them and the admins, and goes on as who starts it again', async () => {
  const { params } = { params: { workspaceId: world.workspaceId } };
  const userId = (await editor.call(contract.getMe)).user.id;
  const makeEditor = (role: contract.Role) =>
    admin.call(contract.changeMemberRole, { params: { ...params, userId }, body: { role } });
  await makeEditor('viewer');
  await edit('fifth\n');
  const stopped = await until('stopped');
  expect([stopped.by.name, stopped.problem?.code, stopped.problem?.detail]).toEqual([
    'Editor',
    'forbidden',
    'Editor is no editor of this workspace any more.',
  ]);
  for (const who of [editor, admin])
    expect(await who.call(contract.listStoppedExports, { params })).toMatchObject([
      { projectName: 'Sales', repositoryPath: 'acme/analytics', by: { name: 'Editor' } },
    ]);
  expect(await (await world.signIn('viewer')).call(contract.listStoppedExports, { params })).toEqual([]);
  const { entries } = await admin.call(contract.listAuditLog, { params, query: {} });
  expect(entries.find(({ action }) => action === 'export-stopped')?.details.reason).toContain('no editor');
  // What waited for it is exported at once.
  await save(admin);
  await untilExported('fifth');
  expect(lastAuthor().trim()).toBe('Mara Maintainer');
  await makeEditor('editor');
});

test('GitLab in trouble fails an export by hand clearly, and nothing is left behind', async () => {
  await save(admin);
  const run = async () => {
    const body = { message: 'By hand' };
    return waitForOperation(admin, await admin.call(contract.runExport, { ...inProject, body }));
  };
  for (const [answer, code] of [
    [answers.error500, 'gitlab-unavailable'],
    [answers.tooMany, 'gitlab-rate-limited'],
    [answers.tooLate, 'timed-out'],
  ] as const) {
    world.sandbox.faults.clear();
    world.sandbox.faults.set({ match: 'git-upload-pack', ...answer });
    expect((await run()).problem?.code).toBe(code);
  }
  world.sandbox.faults.clear();
  expect((await run()).outcome?.kind).toBe('up-to-date');
});
