// How long a large notebook takes to be imported and exported as people do it, over HTTP, and how long others wait
// for the server meanwhile.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  completeSetUp,
  createProject,
  exportNotebook,
  getMe,
  importNotebook,
  mergeSource,
  type NotebookId,
  writeSource,
} from '@notelab/contract';
import { Client, samplePassword } from '@notelab/dev-env';
import { makeNotebook } from './make-notebook.ts';
import { median } from './median.ts';
import { report } from './report.ts';
import { startNotelab } from './running-notelab.ts';

const limitMs = 150;
const rounds = 7;
const entry = 'bench/notelab-with-passes.ts';

const dataDir = await mkdtemp(join(tmpdir(), 'notelab-bench-'));
const command = [process.execPath, '--disable-warning=ExperimentalWarning', entry];
const notelab = await startNotelab(command, { dataDir, withChannel: true });
try {
  const admin = new Client(notelab.url);
  const { workspaces } = await admin.call(completeSetUp, {
    body: { name: 'Admin', email: 'admin@example.com', password: samplePassword, workspaceName: 'Bench' },
  });
  const { id: projectId } = await admin.call(createProject, {
    params: { workspaceId: workspaces[0]!.id },
    body: { name: 'Notebooks' },
  });
  const params = { projectId };

  async function upload(name: string, text: string): Promise<void> {
    const body = new FormData();
    body.append('file', new Blob([text]), name);
    await admin.fetch(`/api/projects/${projectId}/upload?path=&overwrite=1`, { method: 'POST', body });
  }
  async function timeMs(act: (round: number) => Promise<unknown>, times = rounds): Promise<number> {
    const taken: number[] = [];
    for (let round = 0; round < times; round++) {
      const begin = performance.now();
      await act(round);
      taken.push(performance.now() - begin);
    }
    return Math.round(median(taken));
  }
  const importIt = async (path: string): Promise<NotebookId> =>
    (await admin.call(importNotebook, { params, body: { path, again: true } })).imported[0]!.id;

  const text = makeNotebook(400);
  await upload('large.ipynb', text);
  const what = `a notebook of ${(text.length / 1024 / 1024).toFixed(1)} MB`;
  const id = await importIt('large.ipynb');
  const of = { params: { notebookId: id } };
  report(`Import of ${what}, over HTTP`, await timeMs(() => importIt('large.ipynb')), ' ms', limitMs);
  const toFile = (round: number) => {
    const body = { path: `copy-${round}.ipynb`, format: 'ipynb', outputs: true, overwrite: false } as const;
    return admin.call(exportNotebook, { ...of, body });
  };
  report('Export of it to a file', await timeMs(toFile), ' ms', limitMs);
  const write = () => admin.call(writeSource, { ...of, body: { recreate: false } });
  report('Writing it back to its file', await timeMs(write), ' ms');
  const mergeOther = async (round: number) => {
    await upload('large.ipynb', text.replace('step_7_0 =', `step_7_0 = ${round} +`));
    return admin.call(mergeSource, { ...of, body: { versions: null, resolutions: {} } });
  };
  report('Upload of another version, and merge', await timeMs(mergeOther), ' ms');

  await upload('huge.ipynb', makeNotebook(400, 50 * 1024 * 1024));
  const waits: number[] = [];
  let isDone = false;
  const others = (async () => {
    const other = new Client(notelab.url);
    while (!isDone) {
      const begin = performance.now();
      await other.call(getMe).catch(() => {});
      waits.push(performance.now() - begin);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  })();
  report('Import of a notebook of 50 MB', await timeMs(() => importIt('huge.ipynb'), 1), ' ms');
  isDone = true;
  await others;
  report('The longest that somebody else waited meanwhile', Math.round(Math.max(...waits)), ' ms');
} finally {
  await notelab.stop();
  await rm(dataDir, { recursive: true });
}
