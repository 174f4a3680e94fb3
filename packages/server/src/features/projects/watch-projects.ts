import type { ProjectId } from '@notelab/contract';
import { type AsyncSubscription, subscribe } from '@parcel/watcher';
import type { Log } from '../../log.ts';
import { toChanges, unwatched, type WatchedChanges } from './watched-changes.ts';

export interface ProjectWatch {
  /** Watches until the returned function is called: for what runs in the project. */
  hold(id: ProjectId): () => void;
  /** Watches from now on, until nobody has looked for half an hour. */
  look(id: ProjectId): void;
  /** The project is gone. */
  forget(id: ProjectId): Promise<void>;
  close(): Promise<void>;
}

interface Watched {
  holders: number;
  lookedAtMs: number;
  subscription: Promise<AsyncSubscription | null>;
  /** Set while a message waits for its time. */
  timer: NodeJS.Timeout | null;
  waiting: { path: string; type: string }[];
  toldAtMs: number;
}

const lookLastsMs = 30 * 60_000;
/** A program that writes all the time must not make every open page ask again all the time. */
const betweenMessagesMs = 1000;

/**
 * Notices changes of project files that Notelab did not make itself: by terminals, kernels and git. One watcher
 * per project (inotify), only while something runs or somebody looks.
 */
export function watchProjects({
  rootOf,
  onChange,
  log,
}: {
  rootOf(id: ProjectId): string;
  onChange(id: ProjectId, changes: WatchedChanges): Promise<void>;
  log: Log;
}): ProjectWatch {
  const watched = new Map<ProjectId, Watched>();
  const sweep = setInterval(() => {
    for (const id of watched.keys()) endIfUnused(id);
  }, lookLastsMs / 10);
  sweep.unref();

  function watch(id: ProjectId): Watched {
    const present = watched.get(id);
    if (present) return present;
    const started: Watched = {
      holders: 0,
      lookedAtMs: 0,
      timer: null,
      waiting: [],
      toldAtMs: 0,
      subscription: subscribe(rootOf(id), (error, events) => notice(id, started, error ? [] : events), {
        ignore: unwatched,
      }).catch((error: unknown) => {
        log.warn(
          `Changes made in terminals do not show by themselves in project ${id}: its files cannot be watched ` +
            `(${error}). Where the limit is reached, raise fs.inotify.max_user_watches.`,
        );
        return null;
      }),
    };
    watched.set(id, started);
    return started;
  }

  /** The first event is told at once, those that follow closely are told together. */
  function notice(id: ProjectId, entry: Watched, events: { path: string; type: string }[]): void {
    entry.waiting.push(...events);
    if (entry.timer || entry.waiting.length === 0) return;
    const waitMs = Math.max(0, entry.toldAtMs + betweenMessagesMs - Date.now());
    entry.timer = setTimeout(() => {
      entry.timer = null;
      const changes = toChanges(rootOf(id), entry.waiting.splice(0));
      if (!changes) return;
      entry.toldAtMs = Date.now();
      onChange(id, changes).catch((error: unknown) => log.warn(`A change of files was not told: ${error}`));
    }, waitMs);
  }

  function endIfUnused(id: ProjectId): void {
    const entry = watched.get(id);
    if (entry && entry.holders === 0 && Date.now() > entry.lookedAtMs + lookLastsMs) void end(id, entry);
  }

  async function end(id: ProjectId, entry: Watched): Promise<void> {
    watched.delete(id);
    if (entry.timer) clearTimeout(entry.timer);
    const subscription = await entry.subscription;
    // A folder that was moved away and deleted is not watched any more, which the library takes for a failure.
    await subscription?.unsubscribe().catch((error: unknown) => log.debug(`Ending a watch: ${error}`));
  }

  return {
    hold(id) {
      const entry = watch(id);
      entry.holders++;
      let released = false;
      return () => {
        if (released) return;
        released = true;
        entry.holders--;
        endIfUnused(id);
      };
    },
    look(id) {
      watch(id).lookedAtMs = Date.now();
    },
    async forget(id) {
      const entry = watched.get(id);
      if (entry) await end(id, entry);
    },
    async close() {
      clearInterval(sweep);
      await Promise.all([...watched].map(([id, entry]) => end(id, entry)));
    },
  };
}
