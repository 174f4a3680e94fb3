// What a version costs in the database: a project of a hundred notebooks, one of which has changed.
import { brotliCompressSync } from 'node:zlib';
import { createNotebook, createProject, type NotebookId } from '@notelab/contract';
import { createWorld } from '@notelab/dev-env';
import { type Block, importIpynb } from '@notelab/notebook';
import { changeLiveNotebook, changeText, liveBlocks, sourceOf } from '@notelab/notebook/live';
import { makeNotebook } from './make-notebook.ts';
import { report } from './report.ts';

const notebookCount = 100;
const cellsEach = 40;
const bytesEach = 100_000;
const limit = 2;

const world = await createWorld();
try {
  const { liveNotebooks: live, versions, database } = world.notelab.context;
  const admin = await world.signIn('admin');
  const inWorkspace = { params: { workspaceId: world.workspaceId } };
  const project = await admin.call(createProject, { ...inWorkspace, body: { name: 'Versions' } });
  const params = { projectId: project.id };
  const blocks: Block[] = importIpynb(makeNotebook(cellsEach, bytesEach), { id: '', name: '' }).blocks;
  let changed: NotebookId | null = null;
  for (let index = 0; index < notebookCount; index += 1) {
    const { id } = await admin.call(createNotebook, { params, body: { name: `Notebook ${index}` } });
    // No two alike: what is the same is kept only once.
    const own = blocks.map((block) => ({ ...block, content: `notebook = ${index}\n${block.content}` }));
    await live.change(id, (doc) => changeLiveNotebook(doc, { id, name: '', blocks: own }));
    changed = id;
  }

  const startedAt = performance.now();
  await versions.take(project.id, { kind: 'automatic' });
  const first = await measure();
  console.log(`The first version took ${(performance.now() - startedAt).toFixed(0)} ms.`);

  await live.change(changed!, (doc) => {
    const [block] = liveBlocks(doc).values();
    changeText(sourceOf(block!)!, 'changed = True\n');
  });
  const begunAt = performance.now();
  await versions.take(project.id, { kind: 'automatic' });
  console.log(`The second one took ${(performance.now() - begunAt).toFixed(0)} ms.`);
  const cost = (await measure()) - first;
  const compressed = brotliCompressSync(JSON.stringify(await versions.readNow(changed!))).length;
  report('A version with one of 100 notebooks changed', cost / 1000, ' kB');
  report('That notebook, compressed as well as can be', compressed / 1000, ' kB');
  report('The one against the other', cost / compressed, 'x', limit);

  /** Bytes of all that versions keep. */
  async function measure(): Promise<number> {
    let bytes = 0;
    for (const table of ['versions', 'version_notebooks', 'version_contents']) {
      const { rows } = (await database.sql.execute(
        `select coalesce(sum(pg_column_size(${table}.*)), 0)::int as bytes from ${table}`,
      )) as unknown as { rows: { bytes: number }[] };
      bytes += rows[0]!.bytes;
    }
    return bytes;
  }
} finally {
  await world.close();
}
