import type { NotebookId, ProjectId } from '@notelab/contract';
import type { Database } from '../../database/database.ts';
import { fail } from '../../problem.ts';
import type { Audit, AuditAction } from '../audit/audit.ts';
import type { AuthorizedProject } from '../projects/policy.ts';
import type { AuthorizedNotebook } from './authorized-notebook.ts';
import type { LiveNotebooksInside } from './live-notebooks.ts';
import type { NotebookRow } from './store.ts';

export type Notebooks = ReturnType<typeof createNotebooks>;

/** How long a deleted notebook can be restored. */
const keptMs = 30 * 24 * 3600_000;
const sweepEveryMs = 12 * 3600_000;
const maxNameLength = 100;

/** The list of a project's notebooks. */
export function createNotebooks({
  live,
  database,
  audit,
}: {
  live: LiveNotebooksInside;
  database: Database;
  audit: Audit;
}) {
  const { store } = live;
  const since = () => new Date(Date.now() - keptMs);
  const sweeper = setInterval(() => void sweep(), sweepEveryMs);
  sweeper.unref();

  const changeListeners: ((project: AuthorizedProject) => void)[] = [];
  const otherUses: (() => Promise<NotebookId[]>)[] = [];

  async function sweep(): Promise<void> {
    const used = await Promise.all(otherUses.map((list) => list()));
    await store.deleteDeletedBefore(since(), used.flat());
  }

  /** Writes down what somebody has done to the list, and tells who follows it. */
  async function noteChange(
    project: AuthorizedProject,
    action: AuditAction,
    subject: string,
    details: Record<string, string> = {},
  ): Promise<void> {
    const { user, workspaceId, name } = project;
    for (const listener of changeListeners) listener(project);
    const more = { project: name, ...details };
    await audit.record({ workspaceId, actor: user, action, subject, details: more });
  }

  /** Puts notebooks before another one; null: behind all. */
  function place(projectId: ProjectId, id: NotebookId, before: NotebookId | null): Promise<void> {
    return database.withLock(`notebooks-${projectId}`, async () => {
      const others = (await store.listOrder(projectId)).filter((other) => other !== id);
      const at = before === null ? others.length : others.indexOf(before);
      if (at === -1) fail('not-found', 'The notebook that it should stand before is not here.');
      await store.setOrder(projectId, others.toSpliced(at, 0, id));
    });
  }

  async function idBehind({ projectId, id }: NotebookRow): Promise<NotebookId | null> {
    const ids = await store.listOrder(projectId);
    return ids[ids.indexOf(id) + 1] ?? null;
  }

  return {
    sweep,
    /** What was deleted is not removed for good while something else still knows it. */
    alsoUsedBy: (list: () => Promise<NotebookId[]>) => void otherUses.push(list),
    /** Called when somebody has made, renamed, deleted or restored a notebook. */
    onChanged: (listener: (project: AuthorizedProject) => void) => void changeListeners.push(listener),
    list: (project: AuthorizedProject) => store.list(project.id),
    listDeleted: (project: AuthorizedProject) => store.listDeleted(project.id, since()),

    async create(project: AuthorizedProject, name: string): Promise<NotebookRow> {
      const row = await live.create(project, { name });
      await noteChange(project, 'notebook-created', name);
      return row;
    },

    async rename(notebook: AuthorizedNotebook, name: string): Promise<NotebookRow> {
      const row = await store.rename(notebook.id, name);
      await noteChange(notebook.project, 'notebook-renamed', name, { before: notebook.name });
      await live.tellChanged(row);
      return row;
    },

    async duplicate(notebook: AuthorizedNotebook): Promise<NotebookRow> {
      const { project } = notebook;
      const taken = new Set((await store.list(project.id)).map(({ name }) => name));
      const name = nameCopy(notebook.name, taken);
      const row = await live.create(project, { name, notebook: await live.read(notebook.id) });
      await place(project.id, row.id, await idBehind(notebook));
      await noteChange(project, 'notebook-created', name, { from: notebook.name });
      await live.tellChanged(row);
      return live.get(row.id);
    },

    async move(notebook: AuthorizedNotebook, before: NotebookId | null): Promise<NotebookRow> {
      if (before !== notebook.id) await place(notebook.projectId, notebook.id, before);
      await live.tellChanged(notebook);
      return live.get(notebook.id);
    },

    async delete(notebook: AuthorizedNotebook): Promise<NotebookRow> {
      const row = await store.setDeleted(notebook.id, new Date());
      await live.noteDeleted(notebook.id);
      await noteChange(notebook.project, 'notebook-deleted', notebook.name);
      await live.tellChanged(row);
      return row;
    },

    async restore(notebook: AuthorizedNotebook): Promise<NotebookRow> {
      const row = await store.setRestored(notebook.id, new Date());
      await noteChange(notebook.project, 'notebook-restored', notebook.name);
      await live.tellChanged(row);
      return row;
    },

    async forgetProject(projectId: ProjectId): Promise<void> {
      for (const id of await store.listOrder(projectId)) {
        await live.noteDeleted(id);
        live.forget(id);
      }
      // Also one that somebody has made meanwhile.
      for (const id of await store.deleteOfProject(projectId)) live.forget(id);
    },

    async close(): Promise<void> {
      clearInterval(sweeper);
      await live.close();
    },
  };
}

/** The name of a copy: “Sales copy”, “Sales copy 2”. */
export function nameCopy(name: string, taken: ReadonlySet<string>): string {
  const base = name.replace(/ copy( \d+)?$/, '');
  for (let number = 1; ; number++) {
    const end = number === 1 ? ' copy' : ` copy ${number}`;
    const copy = `${base.slice(0, maxNameLength - end.length).trimEnd()}${end}`;
    if (!taken.has(copy)) return copy;
  }
}
