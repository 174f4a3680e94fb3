import type { QueryClient } from '@tanstack/react-query';
import { isProblem } from '../../api/problem.ts';
import { filesQuery } from '../../api/queries.ts';
import { folderNode, folderOfId, problemNode, type TreeNode } from './tree-node.ts';

/**
 * Loads the tree folder by folder, through the cache that events keep true.
 * @param missing open folders that could not be listed: to be asked about again when their parent is
 */
export function folderLoader(client: QueryClient, projectId: string, missing: Set<string>) {
  return {
    getItem: folderNode,
    async getChildrenWithData(id: string): Promise<{ id: string; data: TreeNode }[]> {
      const folder = folderOfId(id);
      try {
        // The tree does not observe the cache, and what nobody observes would be forgotten after minutes.
        const entries = await client.fetchQuery({
          ...filesQuery(projectId, folder),
          gcTime: Number.POSITIVE_INFINITY,
        });
        missing.delete(folder);
        return entries.map(({ name, path, kind }) => ({ id: path, data: { name, path, kind } }));
      } catch (error) {
        missing.add(folder);
        // An open folder that is gone: its parent will not list it any more.
        if (folder !== '' && isProblem(error, 'file-not-found')) return [];
        const problem = problemNode(folder);
        return [{ id: problem.path, data: problem }];
      }
    },
  };
}

const gatherMs = 40;

/**
 * Calls `reload` with each loaded folder that events or actions have marked as out of date, when its new list
 * has arrived in the cache.
 */
export function watchFolders(
  client: QueryClient,
  projectId: string,
  reload: (folder: string) => void,
): () => void {
  const marked = new Set<string>();
  let timer: ReturnType<typeof setTimeout> | undefined;

  const reloadMarked = () => {
    timer = undefined;
    const folders = [...marked];
    marked.clear();
    for (const folder of folders) {
      // A request that is under way may have been answered before the change.
      void client
        .refetchQueries({ queryKey: filesQuery(projectId, folder).queryKey, exact: true })
        .then(() => reload(folder));
    }
  };
  const stop = client.getQueryCache().subscribe((event) => {
    if (event.type !== 'updated' || event.action.type !== 'invalidate') return;
    const [name, id, folder] = event.query.queryKey;
    if (name !== 'files' || id !== projectId || typeof folder !== 'string') return;
    marked.add(folder);
    timer ??= setTimeout(reloadMarked, gatherMs);
  });
  return () => {
    stop();
    clearTimeout(timer);
  };
}
