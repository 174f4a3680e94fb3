import { createFile, deleteFiles, type FileEntry, renameFile } from '@notelab/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useMemo } from 'react';
import { call } from '../../api/call.ts';
import { filesQuery } from '../../api/queries.ts';
import { useOpenFiles } from '../editor/open-files.tsx';
import { joinPath, nameOf, parentOf, withoutNested } from '../paths.ts';
import { useProject } from '../project-context.ts';

/** The server deletes at most this many at a time. */
const mostAtOnce = 1000;

export interface FileActions {
  create(path: string, kind: 'file' | 'folder'): Promise<FileEntry>;
  rename(from: string, to: string): Promise<void>;
  /** Moves files and folders into a folder, one after the other; stops at the first that cannot be moved. */
  move(paths: string[], folder: string): Promise<void>;
  remove(paths: string[]): Promise<void>;
}

/** Changes files, and everything on the page that shows them. */
export function useFileActions(): FileActions {
  const { id: projectId } = useProject();
  const { follow, forget } = useOpenFiles();
  const client = useQueryClient();
  return useMemo(() => {
    const params = { projectId };
    const note = async (folders: string[]) => {
      const changed = [...new Set(folders)].map((folder) =>
        client.invalidateQueries({ queryKey: filesQuery(projectId, folder).queryKey }),
      );
      await Promise.all([...changed, client.invalidateQueries({ queryKey: ['checkout'] })]);
    };
    const rename = async (from: string, to: string) => {
      await call(renameFile, { params, body: { from, to } });
      follow(from, to);
      await note([parentOf(from), parentOf(to)]);
    };
    return {
      async create(path, kind) {
        const entry = await call(createFile, { params, body: { path, kind } });
        await note([parentOf(path)]);
        return entry;
      },
      rename,
      async move(paths, folder) {
        for (const path of withoutNested(paths)) {
          if (parentOf(path) !== folder) await rename(path, joinPath(folder, nameOf(path)));
        }
      },
      async remove(paths) {
        const outer = withoutNested(paths);
        try {
          for (let at = 0; at < outer.length; at += mostAtOnce) {
            const portion = outer.slice(at, at + mostAtOnce);
            await call(deleteFiles, { params, body: { paths: portion } });
            forget(portion);
          }
        } finally {
          await note(outer.map(parentOf));
        }
      },
    };
  }, [projectId, client, follow, forget]);
}
