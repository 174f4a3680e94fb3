import type { Problem, ProjectId, RepositoryId, UserId, WorkspaceId } from '@notelab/contract';
import { and, desc, eq, inArray, isNotNull, isNull, lte, or, type SQL, sql as text } from 'drizzle-orm';
import type { Database } from '../../database/database.ts';
import { exportedFiles, exportRuns, exports } from './tables.ts';
import type { WrittenFile } from './written-file.ts';

export type ExportRow = typeof exports.$inferSelect;
export type ExportRunRow = typeof exportRuns.$inferSelect;
export type ExportStore = ReturnType<typeof exportStore>;
export type Pending = NonNullable<ExportRow['pending']>;
/** Names a lease: none ends at the same moment as one before. */
type Taken = { projectId: ProjectId; leaseUntil: Date };
export type TakenExport = ExportRow & Taken & { dueAt: Date };
type Settings = Pick<
  ExportRow,
  'workspaceId' | 'repositoryId' | 'branch' | 'path' | 'formats' | 'outputs' | 'automaticBy' | 'pending'
>;
/** A folder of a repository. */
export type ExportPlace = Pick<ExportRow, 'projectId' | 'repositoryId' | 'path'>;

const keptRuns = 100;

export function exportStore({ sql }: Database) {
  const ofProject = (projectId: ProjectId) => eq(exports.projectId, projectId);
  const ofPlace = ({ projectId, repositoryId, path }: ExportPlace) =>
    and(
      eq(exportedFiles.projectId, projectId),
      eq(exportedFiles.repositoryId, repositoryId),
      eq(exportedFiles.path, path),
    );

  const isStill = ({ projectId, leaseUntil }: Taken) =>
    and(ofProject(projectId), eq(exports.leaseUntil, leaseUntil));

  async function change(projectId: ProjectId, values: Partial<ExportRow>): Promise<void> {
    await sql.update(exports).set(values).where(ofProject(projectId));
  }

  return {
    change,

    async find(projectId: ProjectId): Promise<ExportRow | null> {
      const [row] = await sql.select().from(exports).where(ofProject(projectId));
      return row ?? null;
    },

    /**
     * What was going on automatically ends: it begins anew with the new settings.
     * @param dueAt when it is to be exported next; null: not before something changes
     */
    async save(projectId: ProjectId, settings: Settings, dueAt: Date | null): Promise<void> {
      const fresh = { dueAt, leaseUntil: null, attempts: 0, problem: null, leftAlone: 0 };
      await sql
        .insert(exports)
        .values({ projectId, ...settings })
        .onConflictDoUpdate({ target: exports.projectId, set: { ...settings, ...fresh } });
    },

    async forget(projectId: ProjectId): Promise<void> {
      await sql.delete(exports).where(ofProject(projectId));
    },

    /** Everything about a project that is being deleted. */
    async deleteOfProject(projectId: ProjectId): Promise<void> {
      for (const table of [exports, exportedFiles, exportRuns])
        await sql.delete(table).where(eq(table.projectId, projectId));
    },

    /** Files that were written to the folder, by their branches. */
    async listFiles(place: ExportPlace): Promise<Map<string, WrittenFile[]>> {
      const rows = await sql.select().from(exportedFiles).where(ofPlace(place));
      return Map.groupBy(
        rows.map(({ projectId: _, repositoryId: __, path: ___, ...file }) => file),
        ({ branch }) => branch,
      );
    },

    noteLeftAlone: (projectId: ProjectId, leftAlone: number) => change(projectId, { leftAlone }),
    setPending: (projectId: ProjectId, pending: Pending | null) => change(projectId, { pending }),

    /** The files of a branch are these now, and nothing is under way any more. */
    async setFiles(place: ExportPlace, { branch, files }: Pending): Promise<void> {
      const { projectId, repositoryId, path } = place;
      await sql.transaction(async (within) => {
        await within.delete(exportedFiles).where(and(ofPlace(place), eq(exportedFiles.branch, branch)));
        for (const { oid, notebookId, notebookName, format, fileName } of files)
          if (oid !== null)
            await within.insert(exportedFiles).values({
              projectId,
              repositoryId,
              branch,
              path,
              format,
              notebookId,
              notebookName,
              fileName,
              oid,
            });
        await within.update(exports).set({ pending: null }).where(ofProject(projectId));
      });
    },

    async addRun(run: ExportRunRow): Promise<void> {
      await sql.insert(exportRuns).values(run);
      const old = sql
        .select({ id: exportRuns.id })
        .from(exportRuns)
        .where(eq(exportRuns.projectId, run.projectId))
        .orderBy(desc(exportRuns.at))
        .offset(keptRuns);
      await sql.delete(exportRuns).where(inArray(exportRuns.id, old));
    },

    async setMergeRequest(id: string, mergeRequest: ExportRunRow['mergeRequest']): Promise<void> {
      await sql.update(exportRuns).set({ mergeRequest }).where(eq(exportRuns.id, id));
    },

    async listRuns(projectId: ProjectId, limit: number): Promise<ExportRunRow[]> {
      return await sql
        .select()
        .from(exportRuns)
        .where(eq(exportRuns.projectId, projectId))
        .orderBy(desc(exportRuns.at))
        .limit(limit);
    },

    /** Has it exported at this time, unless it is to be earlier, or has stopped; once more when it is under way. */
    async makeDue(projectId: ProjectId, at: Date): Promise<void> {
      const time = text`${at.toISOString()}::timestamptz`;
      await sql
        .update(exports)
        .set({
          dueAt: text`case when ${exports.leaseUntil} is null then least(${exports.dueAt}, ${time}) else ${time} end`,
        })
        .where(
          and(
            ofProject(projectId),
            isNotNull(exports.automaticBy),
            // Stopped, or waiting for GitLab: nothing that changes here makes that quicker.
            isNull(exports.problem),
          ),
        );
    },

    /** Takes one project whose time has come; nobody else takes it until the lease ends. */
    async take(now: Date, leaseUntil: Date): Promise<TakenExport | null> {
      const next = sql
        .select({ id: exports.projectId })
        .from(exports)
        .where(
          and(
            isNotNull(exports.automaticBy),
            lte(exports.dueAt, now),
            or(isNull(exports.leaseUntil), lte(exports.leaseUntil, now)),
          ),
        )
        .orderBy(exports.dueAt)
        .limit(1)
        .for('update', { skipLocked: true });
      const [row] = await sql
        .update(exports)
        .set({ leaseUntil, dueAt: now })
        .where(inArray(exports.projectId, next))
        .returning();
      return row ? { ...row, dueAt: now, leaseUntil } : null;
    },

    /**
     * Keeps what was taken.
     * @returns false when it is somebody else's by now: the lease had ended, or new settings let it begin anew
     */
    async renew(taken: Taken, leaseUntil: Date): Promise<boolean> {
      const rows = await sql
        .update(exports)
        .set({ leaseUntil })
        .where(isStill(taken))
        .returning({ projectId: exports.projectId });
      return rows.length > 0;
    },

    /** Gives back what was taken, undone. */
    async giveBack(taken: Taken): Promise<void> {
      await sql.update(exports).set({ leaseUntil: null }).where(isStill(taken));
    },

    /** Ends what was taken, unless it is somebody else's by now. What became due meanwhile stays so. */
    async release(
      taken: Taken & { dueAt: Date },
      ended: { attempts: number; problem: Problem | null; retryAt: Date | null },
    ): Promise<boolean> {
      const { attempts, problem, retryAt } = ended;
      const again = text`case when ${exports.dueAt} > ${taken.dueAt.toISOString()}::timestamptz then ${exports.dueAt} end`;
      const rows = await sql
        .update(exports)
        .set({ leaseUntil: null, attempts, problem, dueAt: problem ? retryAt : again })
        .where(isStill(taken))
        .returning({ projectId: exports.projectId });
      return rows.length > 0;
    },

    /** Nobody is at work on anything: what says so was left by a server that was killed. */
    async endLeases(): Promise<void> {
      await sql.update(exports).set({ leaseUntil: null }).where(isNotNull(exports.leaseUntil));
    },

    /** Ends what somebody switched on, whether it is under way or not: nobody does it before they switch it on again. */
    stop: (projectId: ProjectId, problem: Problem) =>
      change(projectId, { problem, dueAt: null, leaseUntil: null, attempts: 0 }),

    /** Automatic exports as somebody. */
    async listOfUser(userId: UserId): Promise<ExportRow[]> {
      return await sql.select().from(exports).where(eq(exports.automaticBy, userId));
    },

    async findNextDue(): Promise<Date | null> {
      const [row] = await sql
        .select({ at: text<string | null>`min(greatest(${exports.dueAt}, ${exports.leaseUntil}))` })
        .from(exports)
        .where(and(isNotNull(exports.automaticBy), isNotNull(exports.dueAt)));
      return row?.at ? new Date(row.at) : null;
    },

    /** Those that export to a repository automatically. */
    async listOfRepository(repositoryId: RepositoryId): Promise<ExportRow[]> {
      return await sql.select().from(exports).where(eq(exports.repositoryId, repositoryId));
    },

    listOfWorkspace: (workspaceId: WorkspaceId): Promise<ExportRow[]> =>
      sql.select().from(exports).where(eq(exports.workspaceId, workspaceId)),

    /** Automatic exports by how they stand; `failing` ones are tried again, `stopped` ones are not. */
    async countAutomatic(): Promise<Record<'idle' | 'waiting' | 'failing' | 'stopped', number>> {
      const countWhere = (condition: SQL | undefined) =>
        text<number>`count(*) filter (where ${condition})::int`;
      const { problem, dueAt } = exports;
      const [counts] = await sql
        .select({
          idle: countWhere(and(isNull(problem), isNull(dueAt))),
          waiting: countWhere(and(isNull(problem), isNotNull(dueAt))),
          failing: countWhere(and(isNotNull(problem), isNotNull(dueAt))),
          stopped: countWhere(and(isNotNull(problem), isNull(dueAt))),
        })
        .from(exports)
        .where(isNotNull(exports.automaticBy));
      return counts ?? { idle: 0, waiting: 0, failing: 0, stopped: 0 };
    },

    /** Automatic exports of a workspace that have stopped. */
    async listStopped(workspaceId: WorkspaceId): Promise<ExportRow[]> {
      return await sql
        .select()
        .from(exports)
        .where(
          and(
            eq(exports.workspaceId, workspaceId),
            isNotNull(exports.automaticBy),
            isNotNull(exports.problem),
            isNull(exports.dueAt),
          ),
        );
    },
  };
}
