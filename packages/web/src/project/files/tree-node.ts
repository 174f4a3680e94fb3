import type { FileEntry } from '@notelab/contract';
import { nameOf } from '../paths.ts';

/** One row of the tree. `problem` stands in a folder that could not be listed. */
export interface TreeNode {
  path: string;
  name: string;
  kind: FileEntry['kind'] | 'problem';
}

/** Ids of rows are their paths; the project's own folder needs one that is not empty. */
export const rootId = '/';

export function folderOfId(id: string): string {
  return id === rootId ? '' : id;
}

export function idOfFolder(folder: string): string {
  return folder === '' ? rootId : folder;
}

/** No path has an empty part, so this is nobody else's id. */
export function problemNode(folder: string): TreeNode {
  return { path: `${folder}//problem`, name: 'This folder could not be listed', kind: 'problem' };
}

/** What is shown of a row whose data has not arrived. */
export function loadingNode(): TreeNode {
  return { path: '', name: '…', kind: 'file' };
}

export function folderNode(id: string): TreeNode {
  return { path: folderOfId(id), name: nameOf(folderOfId(id)), kind: 'folder' };
}
