/** A file on its way into a folder of the project. */
export interface UploadFile {
  file: File;
  folder: string;
}

export interface UploadProgress {
  fileCount: number;
  doneCount: number;
  /** Of all files that were added since the queue was last empty. */
  totalBytes: number;
  sentBytes: number;
  /** Name of the file that is being sent; null when nothing is. */
  current: string | null;
  /** Files that are there already: they wait for a decision. */
  existing: UploadFile[];
  failed: { upload: UploadFile; error: unknown }[];
}

export type UploadEnding = 'stored' | 'exists';

export type SendFile = (
  upload: UploadFile,
  options: { overwrite: boolean; signal: AbortSignal; onSent: (bytes: number) => void },
) => Promise<UploadEnding>;

export interface UploadQueue {
  progress(): UploadProgress;
  add(uploads: UploadFile[]): void;
  /** Sends the files again that were there already, this time over them. */
  replaceExisting(): void;
  skipExisting(): void;
  retryFailed(): void;
  dismissFailed(): void;
  /** Stops what is being sent and forgets what waits. */
  cancel(): void;
  subscribe(listener: () => void): () => void;
}

interface Waiting {
  upload: UploadFile;
  overwrite: boolean;
}

/**
 * Sends files one after the other, each in a request of its own: a file that cannot be stored does not keep the
 * others from it.
 * @param onStored is told the folder after each file
 */
export function createUploadQueue(send: SendFile, onStored: (folder: string) => void): UploadQueue {
  const listeners = new Set<() => void>();
  let waiting: Waiting[] = [];
  let abort: AbortController | null = null;
  let state = empty();

  const change = (changes: Partial<UploadProgress>) => {
    state = { ...state, ...changes };
    for (const listener of listeners) listener();
  };

  const enqueue = (added: Waiting[]) => {
    waiting.push(...added);
    const bytes = added.reduce((sum, { upload }) => sum + upload.file.size, 0);
    change({ fileCount: state.fileCount + added.length, totalBytes: state.totalBytes + bytes });
    if (!abort) void work();
  };

  async function work(): Promise<void> {
    abort = new AbortController();
    const { signal } = abort;
    while (!signal.aborted) {
      const next = waiting.shift();
      if (!next) break;
      await sendOne(next, signal);
    }
    if (signal.aborted) return;
    abort = null;
    change({ ...empty(), existing: state.existing, failed: state.failed });
  }

  async function sendOne({ upload, overwrite }: Waiting, signal: AbortSignal): Promise<void> {
    const before = state.sentBytes;
    change({ current: upload.file.name });
    try {
      const onSent = (bytes: number) => {
        if (!signal.aborted) change({ sentBytes: before + bytes });
      };
      const ending = await send(upload, { overwrite, signal, onSent });
      if (ending === 'exists') change({ existing: [...state.existing, upload] });
      else onStored(upload.folder);
    } catch (error) {
      if (signal.aborted) return;
      change({ failed: [...state.failed, { upload, error }] });
    }
    change({ doneCount: state.doneCount + 1, sentBytes: before + upload.file.size });
  }

  return {
    progress: () => state,
    add: (uploads) => enqueue(uploads.map((upload) => ({ upload, overwrite: false }))),
    replaceExisting() {
      const { existing } = state;
      change({ existing: [] });
      enqueue(existing.map((upload) => ({ upload, overwrite: true })));
    },
    skipExisting: () => change({ existing: [] }),
    retryFailed() {
      const { failed } = state;
      change({ failed: [] });
      enqueue(failed.map(({ upload }) => ({ upload, overwrite: false })));
    },
    dismissFailed: () => change({ failed: [] }),
    cancel() {
      abort?.abort();
      abort = null;
      waiting = [];
      change(empty());
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

function empty(): UploadProgress {
  return {
    fileCount: 0,
    doneCount: 0,
    totalBytes: 0,
    sentBytes: 0,
    current: null,
    existing: [],
    failed: [],
  };
}
