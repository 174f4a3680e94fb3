import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deserializeDeepnoteFile } from '@deepnote/blocks';
import * as contract from '@notelab/contract';
import { type Client, createWorld, type World, waitForOperation } from '@notelab/dev-env';
import { liveBlocks, orderedIds, sourceOf } from '@notelab/notebook/live';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectRepositories } from './a-connected-project.ts';
import { pushFiles, readFromGitLab } from './on-gitlab.ts';

let world: World;
let admin: Client;
let editor: Client;
let viewer: Client;
let analytics: contract.Repository;
let forecasting: contract.Repository;

beforeAll(async () => {
  world = await createWorld();
  admin = await world.signInLinked('admin', 'maintainer');
  editor = await world.signInLinked('editor', 'developer');
  viewer = await world.signIn('viewer');
  [analytics, forecasting] = (await connectRepositories(world, admin, [
    'acme/analytics',
    'acme/platform/forecasting',
  ])) as [contract.Repository, contract.Repository];
}, 120_000);
afterAll(() => world?.close());

type Settings = Partial<contract.ExportSettings> & { createFrom?: string };

async function newProject(name: string, notebooks: string[], settings: Settings = {}) {
  const params = { workspaceId: world.workspaceId };
  const { id } = await editor.call(contract.createProject, { params, body: { name } });
  const inProject = { params: { projectId: id } };
  const ids: contract.NotebookId[] = [];
  for (const notebook of notebooks)
    ids.push((await editor.call(contract.createNotebook, { ...inProject, body: { name: notebook } })).id);
  const body = {
    repositoryId: analytics.id,
    branch: 'main',
    path: `exports/${name}`,
    formats: ['ipynb' as const],
    outputs: false,
    automatic: false,
    ...settings,
  };
  await editor.call(contract.saveExport, { ...inProject, body });
  return { id, inProject, notebooks: ids, path: body.path };
}

type TestProject = Awaited<ReturnType<typeof newProject>>;
interface Wish {
  newBranch?: string;
  mergeRequest?: { title: string; description: string };
  overwrite?: { path: string; there: string | null }[];
}

async function exportNow(project: TestProject, wish: Wish = {}, by = editor): Promise<contract.Operation> {
  const body = { message: 'Notebooks of today', ...wish };
  return waitForOperation(by, await by.call(contract.runExport, { ...project.inProject, body }));
}

const preview = (project: TestProject) => editor.call(contract.previewExport, project.inProject);
const changesOf = async (project: TestProject) =>
  (await preview(project)).files.map(
    ({ change, path }) => `${change} ${path.slice(project.path.length + 1)}`,
  );
const live = () => world.notelab.context.liveNotebooks;
const type = (id: contract.NotebookId, text: string) =>
  live().change(id, (doc) => sourceOf(liveBlocks(doc).get(orderedIds(doc)[0]!)!)!.insert(0, text));
const textOf = async (id: contract.NotebookId) => (await live().read(id)).blocks[0]!.content;
const there = (path: string, branch = 'main') => readFromGitLab(world, 'acme/analytics', `${branch}:${path}`);
const push = (files: Record<string, string | null>) => pushFiles(world, 'acme/analytics', 'main', files);
const sourceOfFile = (text: string) => JSON.parse(text).cells[0].source.join('');

describe('Commit & push of notebooks', () => {
  test('is one commit as the acting user that touches the project’s files alone, and then there is nothing to export', async () => {
    const project = await newProject('Sales', ['Churn', 'A/B: test?']);
    await type(project.notebooks[0]!, 'print(1)\n');
    expect(await changesOf(project)).toEqual(['added Churn.ipynb', 'added A-B- test.ipynb']);
    const before = there('').split('\n');
    const { outcome } = await exportNow(project);
    expect(outcome).toMatchObject({ kind: 'exported', branch: 'main', fileCount: 2, leftAloneCount: 0 });
    expect(sourceOfFile(there('exports/Sales/Churn.ipynb'))).toBe('print(1)\n');
    expect(readFromGitLab(world, 'acme/analytics', 'main', ['log', '-1', '--format=%an %ae|%s'])).toBe(
      'Dev Developer developer@acme.example|Notebooks of today\n',
    );
    expect(
      readFromGitLab(world, 'acme/analytics', 'main', ['diff', '--name-only', '-z', 'main~1', 'main']),
    ).toBe('exports/Sales/A-B- test.ipynb\0exports/Sales/Churn.ipynb\0');
    expect(before.every((name) => there('').split('\n').includes(name))).toBe(true);
    expect(await changesOf(project)).toEqual([]);
    expect((await exportNow(project)).outcome).toEqual({ kind: 'up-to-date' });
    const { runs, target } = await viewer.call(contract.getExport, project.inProject);
    expect(runs.map(({ status, by, counts }) => [status, by, counts.added])).toEqual([
      ['nothing-to-export', 'Editor', 0],
      ['done', 'Editor', 2],
    ]);
    expect(runs[1]!.commitUrl).toBe(`${world.sandbox.url}/acme/analytics/-/commit/${runs[1]!.commit}`);
    expect(target).toMatchObject({ repositoryPath: 'acme/analytics', repositoryConnected: true });
  });

  test('renames and deletes with the notebooks, in both formats, which others can read', async () => {
    const project = await newProject('Both', ['One', 'Two'], {
      formats: ['deepnote', 'ipynb'],
      outputs: true,
    });
    await exportNow(project);
    const [one, two] = project.notebooks;
    await editor.call(contract.renameNotebook, { params: { notebookId: one! }, body: { name: 'First' } });
    await editor.call(contract.deleteNotebook, { params: { notebookId: two! } });
    expect((await changesOf(project)).sort()).toEqual([
      'deleted Two.deepnote',
      'deleted Two.ipynb',
      'renamed First.deepnote',
      'renamed First.ipynb',
    ]);
    const [shown] = (await preview(project)).files.filter(({ path }) => path.endsWith('First.ipynb'));
    const query = { path: shown!.path, notebookId: shown!.notebookId!, there: shown!.there! };
    const diff = await editor.call(contract.diffExportFile, { ...project.inProject, query });
    expect([diff.kind, diff.before === diff.after]).toEqual(['text', true]);
    await exportNow(project);
    expect(there('exports/Both/').trim().split('\n').slice(2)).toEqual(['First.deepnote', 'First.ipynb']);
    expect(deserializeDeepnoteFile(there('exports/Both/First.deepnote')).project.notebooks).toHaveLength(1);
    expect(validate(there('exports/Both/First.ipynb'))).toBe('');
  });

  test('takes a number where another project or tool has the name, also when both export at once', async () => {
    await push({ 'shared/Sales.ipynb': 'not ours\n' });
    const one = await newProject('One', ['Sales'], { path: 'shared' });
    const two = await newProject('Two', ['Sales'], { path: 'shared' });
    const ends = await Promise.all([exportNow(one), exportNow(two)]);
    expect(ends.map(({ outcome }) => outcome?.kind)).toEqual(['exported', 'exported']);
    expect(there('shared/').trim().split('\n').slice(2)).toEqual([
      'Sales-2.ipynb',
      'Sales-3.ipynb',
      'Sales.ipynb',
    ]);
    expect(there('shared/Sales.ipynb')).toBe('not ours\n');
    expect([await changesOf(one), await changesOf(two)]).toEqual([[], []]);
  });

  test('goes to a new branch with a merge request where the branch is protected', async () => {
    const project = await newProject('Guarded', ['Plan'], { repositoryId: forecasting.id });
    expect((await preview(project)).push).toEqual({ kind: 'protected' });
    expect((await exportNow(project)).problem).toMatchObject({ code: 'push-protected' });
    const mergeRequest = { title: 'Notebooks', description: '' };
    const { outcome } = await exportNow(project, { newBranch: 'notebooks/guarded', mergeRequest });
    expect(outcome).toMatchObject({
      kind: 'exported',
      branch: 'notebooks/guarded',
      mergeRequest: { iid: 1 },
    });
    expect((await exportNow(project, { newBranch: 'notebooks/guarded' })).problem?.code).toBe(
      'branch-exists',
    );
    expect(await changesOf(project)).toEqual(['added Plan.ipynb']);
    const path = 'acme/platform/forecasting';
    readFromGitLab(world, path, '', ['update-ref', 'refs/heads/main', 'refs/heads/notebooks/guarded']);
    expect(await changesOf(project)).toEqual([]);
  });
});

describe('what stands in the way', () => {
  test('of the choice: no account, a branch that is not there, a path that leads out or through a file', async () => {
    const project = await newProject('Choices', ['One']);
    const { settings } = await editor.call(contract.getExport, project.inProject);
    const save = (changes: Settings, by = editor) =>
      by
        .call(contract.saveExport, { ...project.inProject, body: { ...settings!, ...changes } })
        .then(() => 'saved')
        .catch((error) => error.reply.code);
    expect(await save({ branch: 'nowhere' })).toBe('branch-gone');
    expect(await save({ path: '../up' })).toBe('invalid-input');
    expect(await save({ path: '.git/hooks' })).toBe('invalid-input');
    expect(await save({ path: 'README.md' })).toBe('export-path-blocked');
    expect(await save({ path: 'Churn/notebooks' })).toBe('export-path-blocked');
    expect(await save({ branch: 'exports/new', createFrom: 'main' })).toBe('saved');
    expect(there('README.md', 'exports/new')).toBe(there('README.md'));
    const stranger = await world.signIn('admin');
    await world.notelab.context.accounts.disconnect(
      (await stranger.call(contract.getMe)).user,
      world.instanceId,
    );
    expect(await save({}, stranger)).toBe('account-missing');
    admin = await world.signInLinked('admin', 'maintainer');
  });

  test('of the export: the branch was deleted, or the repository taken out of the workspace, whose settings stay', async () => {
    const project = await newProject('Gone', ['One'], { branch: 'doomed', createFrom: 'main' });
    readFromGitLab(world, 'acme/analytics', '', ['update-ref', '-d', 'refs/heads/doomed']);
    expect((await preview(project)).branchExists).toBe(false);
    expect((await exportNow(project)).problem?.code).toBe('branch-gone');
    const params = { workspaceId: world.workspaceId };
    const change = (connect: number[], remove: contract.RepositoryId[]) =>
      admin.call(contract.changeRepositories, {
        params,
        body: { instanceId: world.instanceId, connect, remove },
      });
    await change([], [analytics.id]);
    const body = { message: 'x' };
    await expect(editor.call(contract.runExport, { ...project.inProject, body })).rejects.toMatchObject({
      reply: { code: 'repository-not-connected' },
    });
    const shown = await viewer.call(contract.getExport, project.inProject);
    expect([shown.settings?.branch, shown.target?.repositoryConnected]).toEqual(['doomed', false]);
    await change([analytics.gitlabId], []);
  });
});

describe('the other direction', () => {
  test('a change on GitLab is shown, left alone, merged block by block, and then part of the next export', async () => {
    const project = await newProject('Back', ['Report', 'Other']);
    const [report] = project.notebooks;
    await type(report!, 'a = 1\n');
    await exportNow(project);
    const path = 'exports/Back/Report.ipynb';
    const edit = (text: string, from: string, to: string) =>
      text.replace(JSON.stringify(from).slice(1, -1), to);
    await push({ [path]: edit(there(path), 'a = 1\n', 'a = 1  # reviewed\\n') });
    expect(await changesOf(project)).toEqual(['changed-there Report.ipynb']);
    expect((await viewer.call(contract.getExport, project.inProject)).leftAloneCount).toBe(1);
    await type(project.notebooks[1]!, 'b\n');
    expect((await exportNow(project)).outcome).toMatchObject({ fileCount: 1, leftAloneCount: 1 });
    expect(sourceOfFile(there(path))).toBe('a = 1  # reviewed\n');

    const merge = (choice: object = {}) =>
      editor.call(contract.mergeExportedFile, { ...project.inProject, body: { path, ...choice } });
    expect(await merge()).toMatchObject({ kind: 'merged', notebookId: report, changedBlocks: 1 });
    expect(await textOf(report!)).toBe('a = 1  # reviewed\n');
    expect(await changesOf(project)).toEqual([]);

    await type(report!, 'ours\n');
    await push({ [path]: edit(there(path), 'reviewed\n', 'theirs\\n') });
    const asked = await merge();
    if (asked.kind !== 'conflicts') throw new Error(asked.kind);
    const [conflict] = asked.conflicts;
    expect(conflict).toMatchObject({ parts: ['source'], theirs: { source: 'a = 1  # theirs\n' } });
    const resolutions = { [conflict!.key]: 'theirs' as const };
    expect(await merge({ versions: 'others', resolutions })).toMatchObject({ kind: 'conflicts' });
    expect(await merge({ versions: asked.versions, resolutions })).toMatchObject({ kind: 'merged' });
    expect(await textOf(report!)).toBe('a = 1  # theirs\n');
    await type(report!, '# more\n');
    expect((await exportNow(project)).outcome).toMatchObject({ fileCount: 1, leftAloneCount: 0 });
    expect(sourceOfFile(there(path))).toBe('# more\na = 1  # theirs\n');
  });

  test('a file that was broken by hand says so, and is overwritten only as it was seen', async () => {
    const project = await newProject('Broken', ['Report']);
    await exportNow(project);
    const path = 'exports/Broken/Report.ipynb';
    await push({ [path]: '{ "cells": [' });
    const [file] = (await preview(project)).files;
    await expect(
      editor.call(contract.mergeExportedFile, { ...project.inProject, body: { path } }),
    ).rejects.toMatchObject({ reply: { code: 'export-file-unusable' } });
    const overwrite = [{ path, there: file!.there }];
    await push({ [path]: 'mended\n' });
    expect((await exportNow(project, { overwrite })).outcome).toEqual({ kind: 'up-to-date' });
    const [seen] = (await preview(project)).files;
    await exportNow(project, { overwrite: [{ path, there: seen!.there }] });
    expect(JSON.parse(there(path)).nbformat).toBe(4);
  });
});

function validate(text: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'notelab-nbformat-'));
  const file = join(folder, 'notebook.ipynb');
  writeFileSync(file, text);
  const script =
    'import sys, nbformat; nbformat.validate(nbformat.read(sys.argv[1], as_version=nbformat.NO_CONVERT))';
  try {
    // What it warns about ends it, too.
    return execFileSync('/usr/bin/python3', ['-W', 'error::UserWarning', '-c', script, file], {
      encoding: 'utf8',
      stdio: 'pipe',
    });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
