import type { NotebookId } from '@notelab/contract';
import type { Block, Notebook } from '@notelab/notebook';
import { changeLiveNotebook } from '@notelab/notebook/live';
import { fail } from '../../problem.ts';
import type { LiveNotebooks } from '../notebooks/live-notebooks.ts';
import type { Notebooks } from '../notebooks/notebooks.ts';
import type { AuthorizedProject } from '../projects/policy.ts';
import type { KeptNotebook, VersionRow } from './store.ts';
import type { Versions } from './versions.ts';

export interface RestoreDependencies {
  versions: Versions;
  live: LiveNotebooks;
  notebooks: Notebooks;
}

/**
 * Makes notebooks what they were in a version, after what they are now was kept as a version of its own. Notebooks
 * that were made later stay as they are.
 */
export async function restoreVersion(
  { versions, live, notebooks }: RestoreDependencies,
  project: AuthorizedProject,
  version: VersionRow,
  { notebookId, blockId }: { notebookId?: NotebookId | undefined; blockId?: string | undefined },
): Promise<{ kept: VersionRow; restored: NotebookId[] }> {
  const state = await versions.readState(version);
  const wanted = notebookId ? state.filter(({ id }) => id === notebookId) : state;
  if (notebookId && wanted.length === 0) fail('not-found', 'This version has no such notebook.');
  // Read before anything is changed: what cannot be read stops all.
  const contents = new Map<KeptNotebook, Notebook>();
  for (const kept of wanted) contents.set(kept, await versions.readContent(version, kept));
  const block = blockId === undefined ? null : findBlock([...contents.values()][0]!, blockId);

  const kept = await versions.take(project.id, { kind: 'before-restore', by: project.user });
  const present = new Map((await notebooks.list(project)).map((row) => [row.id, row]));
  for (const [{ id, name }, content] of contents) {
    if (!present.has(id)) await notebooks.restore(await live.authorizeDeleted(project.user, id, 'editor'));
    const notebook = block ? withBlock(await versions.readNow(id), content, block) : content;
    await live.change(id, (doc) => changeLiveNotebook(doc, notebook));
    const row = await live.authorize(project.user, id, 'editor');
    if (!block && row.name !== name) await notebooks.rename(row, name);
  }
  versions.noteEditor(project.id, project.user.name);
  return { kept: kept!, restored: wanted.map(({ id }) => id) };
}

function findBlock(notebook: Notebook, id: string): Block {
  return (
    notebook.blocks.find((block) => block.id === id) ?? fail('not-found', 'This version has no such block.')
  );
}

/** The block in the place of what it is now; one that is gone behind what it stood behind. */
function withBlock(now: Notebook, then: Notebook, block: Block): Notebook {
  const at = now.blocks.findIndex(({ id }) => id === block.id);
  if (at !== -1) return { ...now, blocks: now.blocks.with(at, block) };
  const before = then.blocks.slice(0, then.blocks.indexOf(block)).map(({ id }) => id);
  const behind = now.blocks.findLastIndex(({ id }) => before.includes(id));
  return { ...now, blocks: now.blocks.toSpliced(behind + 1, 0, block) };
}
