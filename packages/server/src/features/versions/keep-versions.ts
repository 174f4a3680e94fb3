import type { NotebookId, ProjectId } from '@notelab/contract';
import type { Database } from '../../database/database.ts';
import type { Log } from '../../log.ts';
import type { Events } from '../events/events.ts';
import type { NotebookFiles } from '../notebooks/files/notebook-files.ts';
import type { LiveNotebooksInside } from '../notebooks/live-notebooks.ts';
import type { Notebooks } from '../notebooks/notebooks.ts';
import type { Projects } from '../projects/projects.ts';
import { scheduleVersions } from './schedule.ts';
import { versionStore } from './store.ts';
import { createVersions, type Versions } from './versions.ts';

/** Versions of projects, and what makes them by itself. */
export async function keepVersions({
  database,
  live,
  notebooks,
  notebookFiles,
  projects,
  events,
  log,
}: {
  database: Database;
  live: LiveNotebooksInside;
  notebooks: Notebooks;
  notebookFiles: Pick<NotebookFiles, 'onImported'>;
  projects: Projects;
  events: Events;
  log: Log;
}): Promise<Versions & { close(): Promise<void> }> {
  const store = versionStore(database);
  const versions = createVersions({ store, database, live, projects, events });
  const schedule = scheduleVersions({ versions, log });

  /** A notebook stays in its project, and keys are pressed often. */
  const projectsOf = new Map<NotebookId, ProjectId>();
  async function withProjectOf(id: NotebookId, act: (projectId: ProjectId) => void): Promise<void> {
    const projectId = projectsOf.get(id) ?? (await live.store.find(id))?.projectId;
    if (!projectId) return;
    projectsOf.set(id, projectId);
    act(projectId);
  }
  const report = (err: unknown) =>
    log.error({ err }, 'a change of a notebook could not be noted for versions');
  live.onEdited((id, { name }) => {
    withProjectOf(id, (projectId) => versions.noteEditor(projectId, name)).catch(report);
  });
  // A new name, or one notebook less, is as good an edit as any.
  notebooks.onChanged(({ id, user }) => {
    versions.noteEditor(id, user.name);
    schedule.note(id);
  });
  live.onChanged((id) => void withProjectOf(id, schedule.note).catch(report));
  notebookFiles.onImported(({ id, user }) => {
    versions.noteEditor(id, user.name);
    schedule.noteImport(id, user);
  });
  live.outputs.alsoUsedBy(store.listOutputs);
  notebooks.alsoUsedBy(store.listNotebooks);
  projects.onDelete(async (id) => schedule.forget(id));

  await versions.sweep();
  for (const id of await store.listProjectsBehind()) schedule.note(id);
  return { ...versions, close: schedule.close };
}
