import type { ProjectId, User } from '@notelab/contract';
import type { Log } from '../../log.ts';
import type { Versions } from './versions.ts';

/** While there are edits, and after the last one. */
const everyMs = 10 * 60_000;
const afterMs = 2 * 60_000;
/** Files of a folder are imported one after the other. */
const afterImportMs = 5_000;
const sweepEveryMs = 12 * 3600_000;

interface Waiting {
  /** When the first change came that no version has. */
  since: number;
  timer: NodeJS.Timeout;
  importedBy: User | null;
}

/** Takes versions by itself: when a project has come to rest, now and then while it does not, and after imports. */
export function scheduleVersions({
  versions,
  log,
}: {
  versions: Pick<Versions, 'take' | 'sweep'>;
  log: Log;
}) {
  const waiting = new Map<ProjectId, Waiting>();
  let isClosed = false;
  const taking = new Set<Promise<void>>();
  const report = (err: unknown) => log.error({ err }, 'a version could not be kept');
  const sweeper = setInterval(() => void versions.sweep().catch(report), sweepEveryMs);
  sweeper.unref();

  function take(projectId: ProjectId): void {
    const by = waiting.get(projectId)?.importedBy ?? null;
    waiting.delete(projectId);
    const made = by ? { kind: 'import' as const, by } : { kind: 'automatic' as const };
    const work = versions
      .take(projectId, made)
      .catch((error) => {
        report(error);
        wait(projectId, by, afterMs);
      })
      .then(() => void taking.delete(work));
    taking.add(work);
  }

  function wait(projectId: ProjectId, importedBy: User | null, restMs: number): void {
    if (isClosed) return;
    const present = waiting.get(projectId);
    clearTimeout(present?.timer);
    const since = present?.since ?? Date.now();
    const delayMs = Math.max(0, Math.min(restMs, since + everyMs - Date.now()));
    const timer = setTimeout(take, delayMs, projectId);
    timer.unref();
    waiting.set(projectId, { since, timer, importedBy });
  }

  return {
    /** A notebook of the project has changed. */
    note(projectId: ProjectId): void {
      const by = waiting.get(projectId)?.importedBy ?? null;
      wait(projectId, by, by ? afterImportMs : afterMs);
    },
    /** Somebody has made notebooks of files. */
    noteImport: (projectId: ProjectId, by: User): void => wait(projectId, by, afterImportMs),
    forget(projectId: ProjectId): void {
      clearTimeout(waiting.get(projectId)?.timer);
      waiting.delete(projectId);
    },
    /** What is waiting is looked for again at the next start. */
    async close(): Promise<void> {
      isClosed = true;
      clearInterval(sweeper);
      for (const { timer } of waiting.values()) clearTimeout(timer);
      waiting.clear();
      await Promise.all(taking);
    },
  };
}
