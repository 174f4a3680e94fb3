import { lstat } from 'node:fs/promises';
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
  waiting: FileEvent[];
  toldAtMs: number;
  /** Set while a new folder is to be told of once more. */
  again: NodeJS.Timeout | null;
}

interface FileEvent {
  path: string;
  type: string;
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
  onWatching,
  log,
}: {
  rootOf(id: ProjectId): string;
  onChange(id: ProjectId, changes: WatchedChanges): Promise<void>;
  /** From now on nothing is missed. A large project takes seconds, in which what changes is not noticed. */
  onWatching(id: ProjectId): Promise<void>;
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
      again: null,
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
    void started.subscription.then((subscription) => {
      if (!subscription || watched.get(id) !== started) return;
      onWatching(id).catch((error: unknown) => log.warn(`The start of a watch was not told: ${error}`));
    });
    return started;
  }

  /** The first event is told at once, those that follow closely are told together. */
  function notice(id: ProjectId, entry: Watched, events: FileEvent[]): void {
    entry.waiting.push(...events);
    if (entry.timer || entry.waiting.length === 0) return;
    const waitMs = Math.max(0, entry.toldAtMs + betweenMessagesMs - Date.now());
    entry.timer = setTimeout(() => {
      entry.timer = null;
      const told = entry.waiting.splice(0);
      const changes = toChanges(rootOf(id), told);
      if (!changes) return;
      entry.toldAtMs = Date.now();
      tell(id, changes);
      void tellAgainOfNewFolders(id, entry, told);
    }, waitMs);
  }

  function tell(id: ProjectId, changes: WatchedChanges): void {
    onChange(id, changes).catch((error: unknown) => log.warn(`A change of files was not told: ${error}`));
  }

  /** What is made in a new folder in the moment before that is watched, too, is not noticed by itself. */
  async function tellAgainOfNewFolders(id: ProjectId, entry: Watched, events: FileEvent[]): Promise<void> {
    if (!(await holdsFolder(events)) || entry.again || watched.get(id) !== entry) return;
    entry.again = setTimeout(() => {
      entry.again = null;
      tell(id, { folders: null });
    }, betweenMessagesMs);
  }

  function endIfUnused(id: ProjectId): void {
    const entry = watched.get(id);
    if (entry && entry.holders === 0 && Date.now() > entry.lookedAtMs + lookLastsMs) void end(id, entry);
  }

  async function end(id: ProjectId, entry: Watched): Promise<void> {
    watched.delete(id);
    for (const timer of [entry.timer, entry.again]) if (timer) clearTimeout(timer);
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

/** Of more new paths at once one or the other is a folder. */
const mostLookedAt = 200;

async function holdsFolder(events: FileEvent[]): Promise<boolean> {
  const made = events.filter(({ type }) => type === 'create');
  if (made.length > mostLookedAt) return true;
  const stats = await Promise.all(made.map(({ path }) => lstat(path).catch(() => null)));
  return stats.some((stat) => stat?.isDirectory());
}
