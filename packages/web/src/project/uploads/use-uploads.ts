import { createFile } from '@notelab/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { call } from '../../api/call.ts';
import { isProblem } from '../../api/problem.ts';
import { filesQuery } from '../../api/queries.ts';
import { notifyProblem } from '../../theme/notify.ts';
import type { Dropped } from './read-dropped.ts';
import { sendFileTo } from './send-file.ts';
import { createUploadQueue, type UploadProgress, type UploadQueue } from './upload-queue.ts';

export interface Uploads {
  queue: UploadQueue;
  progress: UploadProgress;
  /** Creates the folders that were dropped, then sends the files. */
  upload(dropped: Dropped): Promise<void>;
}

/** The uploads of the page; they end when it is left. */
export function useUploads(projectId: string): Uploads {
  const client = useQueryClient();
  const [queue] = useState(() =>
    createUploadQueue(sendFileTo(projectId), (folder) => {
      void client.invalidateQueries({ queryKey: filesQuery(projectId, folder).queryKey });
      void client.invalidateQueries({ queryKey: ['checkout'] });
    }),
  );
  const progress = useSyncExternalStore(queue.subscribe, queue.progress);
  useEffect(() => queue.cancel, [queue]);

  const upload = async ({ folders, files }: Dropped) => {
    try {
      for (const path of folders) await createFolder(projectId, path);
    } catch (error) {
      return notifyProblem(error);
    }
    queue.add(files);
  };
  return { queue, progress, upload };
}

async function createFolder(projectId: string, path: string): Promise<void> {
  try {
    await call(createFile, { params: { projectId }, body: { path, kind: 'folder' } });
  } catch (error) {
    if (!isProblem(error, 'file-exists')) throw error;
  }
}
