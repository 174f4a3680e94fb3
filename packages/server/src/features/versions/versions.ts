import { type NotebookId, newId, type ProjectId, type User, type VersionId } from '@notelab/contract';
import type { Notebook } from '@notelab/notebook';
import { readLiveNotebook } from '@notelab/notebook/live';
import type { Database } from '../../database/database.ts';
import { fail } from '../../problem.ts';
import type { Events } from '../events/events.ts';
import type { LiveNotebooksInside } from '../notebooks/live-notebooks.ts';
import { listHashes } from '../notebooks/outputs/large-outputs.ts';
import type { AuthorizedProject } from '../projects/policy.ts';
import type { Projects } from '../projects/projects.ts';
import { packContent, unpackContent } from './content.ts';
import { listOutdated } from './retention.ts';
import type { KeptNotebook, VersionChanges, VersionRow, VersionStore } from './store.ts';

export type VersionKind = VersionRow['kind'];

/** Saved states of the notebooks of projects. */
export interface Versions {
  list(
    project: AuthorizedProject,
    before: VersionId | null,
  ): Promise<{ versions: VersionRow[]; hasMore: boolean }>;
  /** Throws `not-found` for a version of which nobody knows. */
  get(id: VersionId): Promise<VersionRow>;
  /**
   * Keeps the present state of all notebooks.
   * @returns null when an automatic one would say the same as the version before
   */
  take(
    projectId: ProjectId,
    made: { kind: VersionKind; name?: string; by?: User },
  ): Promise<VersionRow | null>;
  rename(version: VersionRow, name: string | null): Promise<VersionRow>;
  setCommit(version: VersionRow, commit: { sha: string; url: string }): Promise<void>;
  /** The notebooks of a version. */
  readState(version: VersionRow): Promise<KeptNotebook[]>;
  /** What stood in a notebook; its large outputs by their hashes. */
  readContent(version: VersionRow, kept: KeptNotebook): Promise<Notebook>;
  /** What stands in a notebook, as versions keep it. */
  readNow(id: NotebookId): Promise<Notebook>;
  /** Somebody changed a notebook of the project. */
  noteEditor(projectId: ProjectId, name: string): void;
  /** Called with each version that is more than an automatic one of what was said already. */
  onTaken(listener: (version: VersionRow) => void): void;
  /** Removes what has had its time. */
  sweep(): Promise<void>;
}

const pageSize = 50;

export function createVersions({
  store,
  database,
  live,
  projects,
  events,
}: {
  store: VersionStore;
  database: Database;
  live: LiveNotebooksInside;
  projects: Projects;
  events: Events;
}): Versions {
  const editors = new Map<ProjectId, Set<string>>();
  const takenListeners: ((version: VersionRow) => void)[] = [];

  async function tell(projectId: ProjectId): Promise<void> {
    const { workspaceId } = await projects.get(projectId);
    events.publish(workspaceId, { type: 'versions-changed', projectId });
  }

  async function readNow(id: NotebookId): Promise<Notebook> {
    const { doc, release } = await live.hold(id);
    try {
      return readLiveNotebook(doc, { id, name: '' });
    } finally {
      release();
    }
  }

  /** What differs from the version before. */
  async function findChanges(projectId: ProjectId, latest: VersionRow | null): Promise<VersionChanges> {
    const known = new Map((latest ? await store.readState(latest) : []).map((kept) => [kept.id, kept]));
    const changes: VersionChanges = { notebooks: [], contents: [] };
    for (const row of await live.store.list(projectId)) {
      const before = known.get(row.id);
      known.delete(row.id);
      // Changes are noted on the notebook a moment after they are made.
      const mayHaveChanged = !before || live.isOpen(row.id) || row.updatedAt >= latest!.createdAt;
      let hash = before?.hash ?? '';
      if (mayHaveChanged) {
        const notebook = await readNow(row.id);
        const packed = await packContent(notebook);
        if (packed.hash !== hash) changes.contents.push({ ...packed, outputs: [...listHashes(notebook)] });
        hash = packed.hash;
      }
      if (!before || before.hash !== hash || before.name !== row.name)
        changes.notebooks.push({ id: row.id, name: row.name, hash });
    }
    for (const { id, name } of known.values()) changes.notebooks.push({ id, name, hash: null });
    return changes;
  }

  return {
    async list(project, before) {
      const last = before === null ? null : await store.find(before);
      const found = await store.list(project.id, last?.number ?? null, pageSize + 1);
      return { versions: found.slice(0, pageSize), hasMore: found.length > pageSize };
    },

    get: async (id) => (await store.find(id)) ?? fail('not-found', 'There is no such version.'),

    take: (projectId, { kind, name, by }) =>
      database.withLock(`versions-${projectId}`, async () => {
        const who = editors.get(projectId) ?? new Set();
        const createdAt = new Date();
        const changes = await findChanges(projectId, await store.findLatest(projectId));
        if (kind === 'automatic' && changes.notebooks.length === 0) return null;
        const named = { name: name ?? null, by: by?.name ?? null, editors: [...who] };
        const row = await store.insert({ id: newId(), projectId, createdAt, kind, ...named }, changes);
        for (const editor of named.editors) who.delete(editor);
        await tell(projectId);
        for (const listener of takenListeners) listener(row);
        return row;
      }),

    async rename(version, name) {
      const row = await store.rename(version.id, name);
      await tell(row.projectId);
      return row;
    },

    async setCommit(version, commit) {
      await store.setCommit(version.id, commit);
      await tell(version.projectId);
    },

    readState: store.readState,
    readContent: async ({ projectId }, { id, hash, name }) =>
      unpackContent(await store.readContent(projectId, hash), { id, name }),
    readNow,

    noteEditor(projectId, name) {
      const who = editors.get(projectId) ?? new Set();
      editors.set(projectId, who.add(name));
    },

    onTaken: (listener) => void takenListeners.push(listener),

    async sweep() {
      for (const projectId of await store.listProjects()) {
        const all = await store.list(projectId, null, Number.MAX_SAFE_INTEGER);
        const outdated = listOutdated(all, new Date());
        if (outdated.length > 0) await store.remove(projectId, outdated);
      }
    },
  };
}
