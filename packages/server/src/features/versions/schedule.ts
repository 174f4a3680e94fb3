import type { ProjectId } from '@notelab/contract';
import type { Log } from '../../log.ts';
import type { Versions } from './versions.ts';

/** While there are edits, and after the last one. */
const everyMs = 10 * 60_000;
const afterMs = 2 * 60_000;
const sweepEveryMs = 12 * 3600_000;

interface Waiting {
  since: number;
  timer: NodeJS.Timeout;
}

/** Takes versions by itself: when a project has come to rest, and now and then while it does not. */
export function scheduleVersions({
  versions,
  log,
}: {
  versions: Pick<Versions, 'take' | 'sweep'>;
  log: Log;
}) {
  const waiting = new Map<ProjectId, Waiting>();
  const report = (err: unknown) => log.error({ err }, 'a version could not be kept');
  const sweeper = setInterval(() => void versions.sweep().catch(report), sweepEveryMs);
  sweeper.unref();

  function take(projectId: ProjectId): void {
    waiting.delete(projectId);
    versions.take(projectId, { kind: 'automatic' }).catch((error) => {
      report(error);
      note(projectId);
    });
  }

  /** A notebook of the project has changed. */
  function note(projectId: ProjectId): void {
    const present = waiting.get(projectId);
    clearTimeout(present?.timer);
    const since = present?.since ?? Date.now();
    const delayMs = Math.max(0, Math.min(afterMs, since + everyMs - Date.now()));
    const timer = setTimeout(take, delayMs, projectId);
    timer.unref();
    waiting.set(projectId, { since, timer });
  }

  return {
    note,
    forget(projectId: ProjectId): void {
      clearTimeout(waiting.get(projectId)?.timer);
      waiting.delete(projectId);
    },
    /** What is waiting is looked for again at the next start. */
    close(): void {
      clearInterval(sweeper);
      for (const { timer } of waiting.values()) clearTimeout(timer);
      waiting.clear();
    },
  };
}
