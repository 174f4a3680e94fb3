import type { NotebookId, ProjectId, VersionId } from '@notelab/contract';
import { and, desc, eq, inArray, isNotNull, lt, lte, notInArray, type SQL, sql as text } from 'drizzle-orm';
import type { Database } from '../../database/database.ts';
import { notebooks } from '../notebooks/tables.ts';
import { versionContents, versionNotebooks, versions } from './tables.ts';

export type VersionRow = typeof versions.$inferSelect;
export type VersionStore = ReturnType<typeof versionStore>;

/** A notebook in a version. */
export interface KeptNotebook {
  id: NotebookId;
  name: string;
  hash: string;
}

/** What a new version changes. */
export interface VersionChanges {
  notebooks: { id: NotebookId; name: string; hash: string | null }[];
  contents: { hash: string; bytes: Uint8Array; outputs: string[] }[];
}

export function versionStore({ sql }: Database) {
  const select = (where: SQL | undefined) =>
    sql.select().from(versions).where(where).orderBy(desc(versions.number));

  return {
    /** Newest first. @param before number of a version */
    async list(projectId: ProjectId, before: number | null, limit: number): Promise<VersionRow[]> {
      const older = before === null ? undefined : lt(versions.number, before);
      return await select(and(eq(versions.projectId, projectId), older)).limit(limit);
    },

    async find(id: VersionId): Promise<VersionRow | null> {
      const [row] = await select(eq(versions.id, id));
      return row ?? null;
    },

    async findLatest(projectId: ProjectId): Promise<VersionRow | null> {
      const [row] = await select(eq(versions.projectId, projectId)).limit(1);
      return row ?? null;
    },

    /** The notebooks as they were at a version. */
    async readState({ projectId, number }: VersionRow): Promise<KeptNotebook[]> {
      const rows = await sql
        .selectDistinctOn([versionNotebooks.notebookId], {
          id: versionNotebooks.notebookId,
          name: versionNotebooks.name,
          hash: versionNotebooks.hash,
        })
        .from(versionNotebooks)
        .where(and(eq(versionNotebooks.projectId, projectId), lte(versionNotebooks.versionNumber, number)))
        .orderBy(versionNotebooks.notebookId, desc(versionNotebooks.versionNumber));
      return rows.flatMap(({ hash, ...row }) => (hash === null ? [] : [{ ...row, hash }]));
    },

    async readContent(projectId: ProjectId, hash: string): Promise<Uint8Array> {
      const [row] = await sql
        .select({ bytes: versionContents.bytes })
        .from(versionContents)
        .where(and(eq(versionContents.projectId, projectId), eq(versionContents.hash, hash)));
      return row!.bytes;
    },

    /** Keeps a version with all that it changes, or nothing. */
    async insert(
      values: Omit<typeof versions.$inferInsert, 'changed'>,
      { notebooks, contents }: VersionChanges,
    ): Promise<VersionRow> {
      const { projectId } = values;
      return await sql.transaction(async (within) => {
        const [row] = await within
          .insert(versions)
          .values({ ...values, changed: notebooks.length })
          .returning();
        for (const content of contents)
          await within
            .insert(versionContents)
            .values({ projectId, ...content })
            .onConflictDoNothing();
        if (notebooks.length > 0)
          await within.insert(versionNotebooks).values(
            notebooks.map(({ id, name, hash }) => ({
              projectId,
              notebookId: id,
              versionNumber: row!.number,
              name,
              hash,
            })),
          );
        return row!;
      });
    },

    async rename(id: VersionId, name: string | null): Promise<VersionRow> {
      const [row] = await sql.update(versions).set({ name }).where(eq(versions.id, id)).returning();
      return row!;
    },

    async setCommit(id: VersionId, commit: { sha: string; url: string }): Promise<void> {
      await sql.update(versions).set({ commit }).where(eq(versions.id, id));
    },

    /** Removes versions that later ones follow; what they changed becomes the change of those. */
    async remove(projectId: ProjectId, numbers: number[]): Promise<void> {
      await sql.transaction(async (within) => {
        for (const number of numbers.toSorted((one, other) => one - other)) {
          const following = text`(select min(${versions.number}) from ${versions}
            where ${versions.projectId} = ${projectId} and ${versions.number} > ${number})`;
          await within.execute(text`update ${versionNotebooks} as changed set version_number = ${following}
            where changed.project_id = ${projectId} and changed.version_number = ${number}
            and not exists (select 1 from ${versionNotebooks} as later where later.project_id = changed.project_id
              and later.notebook_id = changed.notebook_id and later.version_number = ${following})`);
          await within
            .delete(versionNotebooks)
            .where(
              and(eq(versionNotebooks.projectId, projectId), eq(versionNotebooks.versionNumber, number)),
            );
          await within.delete(versions).where(eq(versions.number, number));
        }
        const used = within
          .select({ hash: versionNotebooks.hash })
          .from(versionNotebooks)
          .where(and(eq(versionNotebooks.projectId, projectId), isNotNull(versionNotebooks.hash)));
        await within
          .delete(versionContents)
          .where(and(eq(versionContents.projectId, projectId), notInArray(versionContents.hash, used)));
      });
    },

    /** Large outputs that states of a notebook refer to. */
    async listOutputs(notebookId: NotebookId): Promise<string[]> {
      const hashes = sql
        .select({ hash: versionNotebooks.hash })
        .from(versionNotebooks)
        .where(and(eq(versionNotebooks.notebookId, notebookId), isNotNull(versionNotebooks.hash)));
      const rows = await sql
        .select({ outputs: versionContents.outputs })
        .from(versionContents)
        .where(inArray(versionContents.hash, hashes));
      return rows.flatMap(({ outputs }) => outputs);
    },

    /** Notebooks that versions still know. */
    async listNotebooks(): Promise<NotebookId[]> {
      const rows = await sql.selectDistinct({ id: versionNotebooks.notebookId }).from(versionNotebooks);
      return rows.map(({ id }) => id);
    },

    /** Projects with notebooks that changed after the last version, or that have none. */
    async listProjectsBehind(): Promise<ProjectId[]> {
      const rows = await sql
        .selectDistinct({ id: notebooks.projectId })
        .from(notebooks)
        .where(
          text`not exists (select 1 from ${versions} where ${versions.projectId} = ${notebooks.projectId}
            and ${versions.createdAt} > greatest(${notebooks.updatedAt}, ${notebooks.deletedAt}))`,
        );
      return rows.map(({ id }) => id);
    },

    async listProjects(): Promise<ProjectId[]> {
      const rows = await sql.selectDistinct({ id: versions.projectId }).from(versions);
      return rows.map(({ id }) => id);
    },
  };
}
