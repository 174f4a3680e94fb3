import type { ProjectId, UserId } from '@notelab/contract';
import { and, eq, gt, lt } from 'drizzle-orm';
import type { Database } from '../../database/database.ts';
import { fileEdits } from './tables.ts';

/** Who has written which files of a project, and when last. */
export interface FileEdits {
  /** @param path null: somewhere in the project, by a program in a terminal */
  note(projectId: ProjectId, userId: UserId, path: string | null): Promise<void>;
  listSince(projectId: ProjectId, since: Date): Promise<{ userId: UserId; path: string | null }[]>;
  forgetProject(projectId: ProjectId): Promise<void>;
}

const keptMs = 90 * 24 * 3600_000;
/** A key is pressed several times a second; once in a while is enough to know. */
const restMs = 60_000;
const somewhere = '';

export function createFileEdits({ sql }: Database): FileEdits {
  const noted = new Map<string, number>();

  return {
    async note(projectId, userId, path) {
      const key = `${projectId} ${userId} ${path ?? somewhere}`;
      const now = Date.now();
      if (path === null && now - (noted.get(key) ?? 0) < restMs) return;
      if (noted.size > 10_000) noted.clear();
      noted.set(key, now);
      const at = new Date(now);
      await sql
        .insert(fileEdits)
        .values({ projectId, userId, path: path ?? somewhere, at })
        .onConflictDoUpdate({
          target: [fileEdits.projectId, fileEdits.userId, fileEdits.path],
          set: { at },
        });
      await sql
        .delete(fileEdits)
        .where(and(eq(fileEdits.projectId, projectId), lt(fileEdits.at, new Date(now - keptMs))));
    },

    async listSince(projectId, since) {
      const rows = await sql
        .select({ userId: fileEdits.userId, path: fileEdits.path })
        .from(fileEdits)
        .where(and(eq(fileEdits.projectId, projectId), gt(fileEdits.at, since)));
      return rows.map(({ userId, path }) => ({ userId, path: path === somewhere ? null : path }));
    },

    async forgetProject(projectId) {
      await sql.delete(fileEdits).where(eq(fileEdits.projectId, projectId));
    },
  };
}
