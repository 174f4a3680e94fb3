import type { CheckoutId, Operation, OperationId, ProjectId, WorkspaceId } from '@notelab/contract';
import { and, desc, eq, inArray } from 'drizzle-orm';
import type { Database } from '../../database/database.ts';
import { operations } from './tables.ts';

const noProgress: Operation['progress'] = { fraction: null, phase: '', receivedBytes: null };

export function operationStore({ sql }: Database) {
  return {
    async insert(workspaceId: WorkspaceId, operation: Operation): Promise<void> {
      const { actor, progress: _, createdAt, finishedAt: __, ...row } = operation;
      await sql
        .insert(operations)
        .values({ ...row, workspaceId, actorName: actor, createdAt: new Date(createdAt) });
    },

    async update({ id, status, outcome, problem, finishedAt }: Operation): Promise<void> {
      await sql
        .update(operations)
        .set({ status, outcome, problem, finishedAt: finishedAt ? new Date(finishedAt) : null })
        .where(eq(operations.id, id));
    },

    async find(id: OperationId): Promise<Operation | null> {
      const [row] = await sql.select().from(operations).where(eq(operations.id, id));
      return row ? toOperation(row) : null;
    },

    async listLatest(projectId: ProjectId, limit: number): Promise<Operation[]> {
      const rows = await sql
        .select()
        .from(operations)
        .where(eq(operations.projectId, projectId))
        .orderBy(desc(operations.createdAt))
        .limit(limit);
      return rows.map(toOperation);
    },

    /** Marks what a killed server left behind. @returns the operations that were marked. */
    async markUnfinishedAsInterrupted(): Promise<Operation[]> {
      const rows = await sql
        .update(operations)
        .set({
          status: 'interrupted',
          finishedAt: new Date(),
          problem: { code: 'interrupted', detail: 'The Notelab server stopped while this was under way.' },
        })
        .where(inArray(operations.status, ['queued', 'running']))
        .returning();
      return rows.map(toOperation);
    },

    /** When somebody last heard from GitLab about a checkout, and who. */
    async findLastFetch(checkoutId: CheckoutId): Promise<{ at: string; by: string } | null> {
      const [row] = await sql
        .select()
        .from(operations)
        .where(
          and(
            eq(operations.checkoutId, checkoutId),
            eq(operations.status, 'done'),
            inArray(operations.kind, [
              'clone',
              'fetch',
              'look',
              'pull',
              'commit-and-push',
              'push',
              're-clone',
            ]),
          ),
        )
        .orderBy(desc(operations.finishedAt))
        .limit(1);
      return row?.finishedAt ? { at: row.finishedAt.toISOString(), by: row.actorName } : null;
    },
  };
}

function toOperation(row: typeof operations.$inferSelect): Operation {
  return {
    id: row.id as Operation['id'],
    kind: row.kind,
    projectId: row.projectId as Operation['projectId'],
    checkoutId: row.checkoutId as Operation['checkoutId'],
    folderName: row.folderName,
    actor: row.actorName,
    actorId: row.actorId,
    status: row.status,
    progress: noProgress,
    outcome: row.outcome,
    problem: row.problem,
    createdAt: row.createdAt.toISOString(),
    finishedAt: row.finishedAt?.toISOString() ?? null,
  };
}
