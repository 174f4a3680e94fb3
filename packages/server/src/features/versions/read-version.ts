import type { NotebookId, VersionNotebook } from '@notelab/contract';
import type { NotebookRow } from '../notebooks/store.ts';
import { packContent } from './content.ts';
import type { VersionRow } from './store.ts';
import type { Versions } from './versions.ts';

/**
 * The notebooks of a version, and how they differ from now.
 * @param present the notebooks of the project as they are now
 */
export async function readVersion(
  versions: Versions,
  version: VersionRow,
  present: NotebookRow[],
): Promise<{ notebooks: VersionNotebook[]; madeLater: { id: NotebookId; name: string }[] }> {
  const state = new Map((await versions.readState(version)).map((kept) => [kept.id, kept]));
  const notebooks: VersionNotebook[] = [];
  for (const row of present) {
    const kept = state.get(row.id);
    if (!kept) continue;
    const { hash } = await packContent(await versions.readNow(row.id));
    const isSame = kept.hash === hash && kept.name === row.name;
    notebooks.push({ id: kept.id, name: kept.name, state: isSame ? 'same' : 'changed' });
  }
  const presentIds = new Set(present.map(({ id }) => id));
  for (const { id, name } of state.values())
    if (!presentIds.has(id)) notebooks.push({ id, name, state: 'gone' });
  const madeLater = present.filter(({ id }) => !state.has(id)).map(({ id, name }) => ({ id, name }));
  return { notebooks, madeLater };
}
