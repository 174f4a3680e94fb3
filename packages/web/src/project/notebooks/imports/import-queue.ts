import type { Notebook } from '@notelab/contract';

export interface ImportProgress {
  /** Files of which notebooks are made, done or not, since the queue was last empty. */
  fileCount: number;
  doneCount: number;
  /** Path of the file or folder that is worked on; null when nothing is. */
  current: string | null;
}

/** How it went with a file that gave notebooks, or that notebooks came from before. */
export interface ImportedFile {
  path: string;
  notebooks: Notebook[];
}

export interface ImportReport {
  /** Files and folders that were asked for. */
  asked: string[];
  imported: ImportedFile[];
  /** Nothing was imported of these. */
  already: ImportedFile[];
  failed: { path: string; error: unknown }[];
  /** What was asked for and holds no notebook. */
  empty: string[];
  /** Folders with more notebooks than are imported at once. */
  cut: string[];
  /** Files that were not tried, because somebody cancelled. */
  leftCount: number;
}

export interface ImportQueue {
  progress(): ImportProgress;
  /** Imports files, and all notebooks in folders. */
  add(paths: string[], again?: boolean): void;
  /** Stops behind what is imported now. */
  cancel(): void;
  subscribe(listener: () => void): () => void;
}

interface ImportActions {
  list(path: string, signal: AbortSignal): Promise<{ files: { path: string }[]; isCut: boolean }>;
  importOne(path: string, again: boolean): Promise<{ imported: Notebook[]; already: Notebook[] }>;
  /** Told once when all that was asked for is done, or cancelled. */
  onReport(report: ImportReport): void;
}

interface Waiting {
  path: string;
  again: boolean;
  /** A file that is known to be there; others are looked up first. */
  isListed: boolean;
}

const idle: ImportProgress = { fileCount: 0, doneCount: 0, current: null };

/** Imports one file after the other: one that is broken does not keep the others from it. */
export function createImportQueue({ list, importOne, onReport }: ImportActions): ImportQueue {
  const listeners = new Set<() => void>();
  let waiting: Waiting[] = [];
  let abort: AbortController | null = null;
  let state = idle;
  let report = emptyReport();

  const change = (changes: Partial<ImportProgress>) => {
    state = { ...state, ...changes };
    for (const listener of listeners) listener();
  };

  async function look({ path, again }: Waiting, signal: AbortSignal): Promise<void> {
    const { files, isCut } = await list(path, signal);
    if (files.length === 0) report.empty.push(path);
    if (isCut) report.cut.push(path);
    waiting.unshift(...files.map((file) => ({ path: file.path, again, isListed: true })));
    change({ fileCount: state.fileCount + files.length });
  }

  /** Not stopped midway: whether it was imported must be known. */
  async function importFile({ path, again }: Waiting): Promise<void> {
    const { imported, already } = await importOne(path, again);
    if (imported.length > 0) report.imported.push({ path, notebooks: imported });
    if (already.length > 0) report.already.push({ path, notebooks: already });
  }

  async function work(): Promise<void> {
    abort = new AbortController();
    const { signal } = abort;
    for (let next = waiting.shift(); next && !signal.aborted; next = waiting.shift()) {
      change({ current: next.path });
      try {
        await (next.isListed ? importFile(next) : look(next, signal));
      } catch (error) {
        if (!signal.aborted || next.isListed) report.failed.push({ path: next.path, error });
      }
      if (next.isListed) change({ doneCount: state.doneCount + 1 });
    }
    abort = null;
    const done = report;
    report = emptyReport();
    change(idle);
    onReport(done);
  }

  return {
    progress: () => state,
    add(paths, again = false) {
      report.asked.push(...paths);
      waiting.push(...paths.map((path) => ({ path, again, isListed: false })));
      if (!abort) void work();
    },
    cancel() {
      report.leftCount += waiting.filter(({ isListed }) => isListed).length;
      waiting = [];
      abort?.abort();
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function emptyReport(): ImportReport {
  return { asked: [], imported: [], already: [], failed: [], empty: [], cut: [], leftCount: 0 };
}
