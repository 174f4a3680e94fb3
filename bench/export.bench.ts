// What an export costs: 100 notebooks with one changed, into a repository of 50,000 files and 300 MB of history.
// Without network delay: GitLab's stand-in is on this machine. Notelab runs in a process of its own.
import { spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createProject,
  importNotebook,
  type NotebookId,
  runExport,
  saveExport,
  writeFile,
} from '@notelab/contract';
import { openNotebookPage, waitForOperation } from '@notelab/dev-env';
import { startSandbox } from '@notelab/gitlab-sandbox';
import { liveBlocks, orderedIds, sourceOf } from '@notelab/notebook/live';
import { median } from './median.ts';
import { connectRepository } from './notelab-with-repository.ts';
import { report } from './report.ts';
import { createWideRepository } from './wide-repository.ts';

const files = 50_000;
const historyMegabytes = 300;
const notebooks = 100;
const cellsPerNotebook = 40;
const rounds = 7;
const limitSeconds = 2;
const limitFetchedMegabytes = 20;

const folder = await mkdtemp(join(tmpdir(), 'notelab-bench-'));
const source = join(folder, 'source.git');
await createWideRepository(source, files);
await addHistory(source, historyMegabytes);
const sandbox = await startSandbox({ dataDir: join(folder, 'sandbox') });
const gitlabProject = await sandbox.addProject({
  path: 'acme/wide',
  visibility: 'private',
  members: { maintainer: 40 },
  fromBareRepository: source,
});
const dataDir = join(folder, 'notelab');
const { notelab, admin, workspaceId, repositoryId } = await connectRepository(sandbox, gitlabProject, {
  dataDir,
  folderName: 'wide',
});

try {
  const project = await admin.call(createProject, { params: { workspaceId }, body: { name: 'Wide' } });
  const inProject = { params: { projectId: project.id } };
  const ids: NotebookId[] = [];
  for (let index = 0; index < notebooks; index += 1) ids.push(await addNotebook(`notebook-${index}`));
  const settings = { repositoryId, branch: 'main', path: 'notebooks/exported', formats: ['ipynb' as const] };
  await admin.call(saveExport, { ...inProject, body: { ...settings, outputs: true, automatic: false } });

  const first = await exportNow();
  const packs = join(dataDir, 'exports', project.id, 'repository/.git/objects/pack');
  report('First export, everything of the branch is fetched', first, ' s');
  report('Fetched and kept of the repository', await megabytesIn(packs), ' MB', limitFetchedMegabytes);

  const seconds: number[] = [];
  for (let round = 0; round < rounds; round += 1) {
    await change(ids[round]!, `round = ${round}\n`);
    seconds.push(await exportNow());
  }
  report(`Export of ${notebooks} notebooks with 1 changed`, median(seconds), ' s', limitSeconds);
  console.log(`All rounds: ${seconds.map((each) => each.toFixed(2)).join(', ')} s`);

  async function addNotebook(name: string): Promise<NotebookId> {
    const path = `${name}.ipynb`;
    await admin.call(writeFile, { ...inProject, body: { path, text: notebookText(name), etag: null } });
    const { imported } = await admin.call(importNotebook, { ...inProject, body: { path } });
    return imported[0]!.id;
  }

  /** From the click to the end, in seconds. */
  async function exportNow(): Promise<number> {
    const begunAt = performance.now();
    const body = { message: 'Export notebooks' };
    const operation = await waitForOperation(admin, await admin.call(runExport, { ...inProject, body }));
    if (operation.outcome?.kind !== 'exported') throw new Error(`It ended as ${JSON.stringify(operation)}`);
    return (performance.now() - begunAt) / 1000;
  }

  async function change(id: NotebookId, text: string): Promise<void> {
    const page = await openNotebookPage(admin, id);
    const block = liveBlocks(page.doc).get(orderedIds(page.doc)[0]!)!;
    sourceOf(block)!.insert(0, text);
    await page.until(page.isSaved);
    page.close();
  }
} finally {
  await notelab.stop();
  await sandbox.close();
  await rm(folder, { recursive: true });
}

/** Each commit replaces a file of 10 MB, so that the history is large and its end is not. */
async function addHistory(repository: string, megabytes: number): Promise<void> {
  const git = spawn('git', ['-C', repository, 'fast-import', '--quiet', '--force'], {
    stdio: ['pipe', 'inherit', 'inherit'],
  });
  const bytes = 10 * 1024 * 1024;
  for (let index = 0; index * bytes < megabytes * 1024 * 1024; index += 1) {
    const from = index === 0 ? 'from refs/heads/main^0\n' : '';
    git.stdin.write(
      `commit refs/heads/main\ncommitter B <b@example.com> ${1700000001 + index} +0000\ndata 0\n${from}`,
    );
    git.stdin.write(`M 100644 inline large.bin\ndata ${bytes}\n`);
    if (!git.stdin.write(randomBytes(bytes))) await once(git.stdin, 'drain');
    git.stdin.write('\n');
  }
  git.stdin.end();
  const [code] = await once(git, 'close');
  if (code !== 0) throw new Error(`git fast-import ended with ${code}`);
}

function notebookText(name: string): string {
  const cells = Array.from({ length: cellsPerNotebook }, (_, index) => ({
    cell_type: 'code',
    execution_count: index + 1,
    id: `cell-${index}`,
    metadata: {},
    outputs: [{ name: 'stdout', output_type: 'stream', text: [`${randomBytes(400).toString('hex')}\n`] }],
    source: [`# ${name}\n`, `value_${index} = ${index}\n`, `print(value_${index})`],
  }));
  return `${JSON.stringify({ cells, metadata: {}, nbformat: 4, nbformat_minor: 5 }, null, 1)}\n`;
}

async function megabytesIn(path: string): Promise<number> {
  const sizes = (await readdir(path)).map(async (name) => (await stat(join(path, name))).size);
  return (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0) / 1024 / 1024;
}
