import {
  asyncDataLoaderFeature,
  buildProxiedInstance,
  type DragTarget,
  dragAndDropFeature,
  hotkeysCoreFeature,
  type ItemInstance,
  propMemoizationFeature,
  renamingFeature,
  selectionFeature,
  type TreeInstance,
} from '@headless-tree/core';
import { useTree } from '@headless-tree/react';
import { whyNotFileName } from '@notelab/contract';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useMemo, useRef, useState } from 'react';
import { draggedFilesFormat } from '../notebooks/imports/notebook-file-names.ts';
import { joinPath, parentOf, pathAfterRename } from '../paths.ts';
import { parseTexts, readSession, writeSession } from '../use-session-state.ts';
import { folderLoader, watchFolders } from './folder-loader.ts';
import { folderOfId, idOfFolder, loadingNode, rootId, type TreeNode } from './tree-node.ts';

export interface FileTreeActions {
  open(path: string): void;
  rename(from: string, to: string): void;
  move(paths: string[], folder: string): void;
  drop(transfer: DataTransfer, folder: string): void;
  askToDelete(paths: string[]): void;
}

interface FileTreeOptions {
  projectId: string;
  canEdit: boolean;
  /** Folders of checkouts: they are not renamed, moved or deleted as mere folders. */
  guarded: ReadonlySet<string>;
  actions: FileTreeActions;
  scrollToRow: (index: number) => void;
  /** Whether the click under way extends the selection; it then opens nothing. */
  isSelecting: () => boolean;
}

/** The tree's state and behaviour: what is open, focused, selected, renamed and dragged. */
export function useFileTree(options: FileTreeOptions): TreeInstance<TreeNode> {
  const { projectId, canEdit, guarded, actions, scrollToRow, isSelecting } = options;
  const client = useQueryClient();
  const storageKey = `notelab.project.${projectId}.open-folders`;
  const [firstExpanded] = useState(() => readSession(storageKey, parseTexts) ?? []);
  const [missing] = useState(() => new Set<string>());
  const dataLoader = useMemo(() => folderLoader(client, projectId, missing), [client, projectId, missing]);
  const mayChange = (item: ItemInstance<TreeNode>) =>
    canEdit && item.getItemData().kind !== 'problem' && !guarded.has(item.getId());

  const tree = useTree<TreeNode>({
    rootItemId: rootId,
    instanceBuilder: buildProxiedInstance,
    dataLoader,
    createLoadingItemData: loadingNode,
    initialState: { expandedItems: firstExpanded },
    getItemName: (item) => item.getItemData().name,
    isItemFolder: (item) => item.getItemData().kind === 'folder',
    scrollToItem: (item) => scrollToRow(item.getItemMeta().index),
    // The tree opens and closes folders by itself.
    onPrimaryAction: (item) => {
      if (!item.isFolder() && !isSelecting()) openItem(item, actions);
    },
    canRename: mayChange,
    onRename: (item, name) => {
      if (name === item.getItemName()) return;
      const from = item.getId();
      const to = joinPath(parentOf(from), name);
      // A renamed folder stays open.
      tree.applySubStateUpdate('expandedItems', (ids) =>
        ids.map((id) => pathAfterRename(id, from, to) ?? id),
      );
      actions.rename(from, to);
    },
    canReorder: false,
    // What must stay where it is can be dragged to Notebooks all the same.
    canDrag: (items) => canEdit && items.every((item) => item.getItemData().kind !== 'problem'),
    canDrop: (items, target) => items.every(mayChange) && mayMove(items, target),
    createForeignDragObject: (items) => ({
      format: draggedFilesFormat,
      data: JSON.stringify(idsOf(items)),
      effectAllowed: 'copyMove',
    }),
    onDrop: (items, target) => actions.move(idsOf(items), folderOfId(target.item.getId())),
    canDropForeignDragObject: (transfer, target) => canEdit && holdsFiles(transfer) && isFolder(target.item),
    canDragForeignDragObjectOver: (transfer, target) =>
      canEdit && holdsFiles(transfer) && isFolder(target.item),
    onDropForeignDragObject: (transfer, target) => actions.drop(transfer, folderOfId(target.item.getId())),
    hotkeys: {
      customOpen: {
        hotkey: 'Enter',
        isEnabled: (tree) => !tree.isRenamingItem(),
        handler: (_event, tree) => openItem(tree.getFocusedItem(), actions),
      },
      customDelete: {
        hotkey: 'Delete',
        isEnabled: (tree) => !tree.isRenamingItem(),
        handler: (_event, tree) => {
          const items = selectedOrFocused(tree, tree.getFocusedItem());
          if (items.length > 0 && items.every(mayChange)) actions.askToDelete(idsOf(items));
        },
      },
      completeRenaming: {
        hotkey: 'Enter',
        isEnabled: (tree) => tree.isRenamingItem() && whyNotFileName(tree.getRenamingValue()) === null,
      },
    },
    features: [
      asyncDataLoaderFeature,
      selectionFeature,
      hotkeysCoreFeature,
      dragAndDropFeature,
      renamingFeature,
      propMemoizationFeature,
    ],
  });

  useEffect(
    () =>
      watchFolders(client, projectId, (folder) => {
        const reload = (path: string) => tree.getItemInstance(idOfFolder(path)).invalidateChildrenIds(true);
        // A folder that was gone (another branch) may be back.
        const back = [...missing].filter((path) => path !== folder && parentOf(path) === folder);
        void Promise.all([folder, ...back].map(reload));
      }),
    [client, projectId, tree, missing],
  );
  const { expandedItems } = tree.getState();
  useEffect(() => void writeSession(storageKey, expandedItems), [storageKey, expandedItems]);
  useFocusOnWhatIsThere(tree);
  return tree;
}

/** Opens a file; opens or closes a folder; asks again for a folder that could not be listed. */
export function openItem(item: ItemInstance<TreeNode>, actions: Pick<FileTreeActions, 'open'>): void {
  const { kind, path } = item.getItemData();
  if (kind === 'problem') void item.getParent()?.invalidateChildrenIds(true);
  else if (kind !== 'folder') actions.open(path);
  else if (item.isExpanded()) item.collapse();
  else item.expand();
}

/** The selected rows when the row is one of them, else the row alone. */
export function selectedOrFocused(
  tree: TreeInstance<TreeNode>,
  item: ItemInstance<TreeNode> | undefined,
): ItemInstance<TreeNode>[] {
  if (!item) return [];
  const isListed = (one: ItemInstance<TreeNode>) => one.getItemMeta().index >= 0;
  const selected = tree.getSelectedItems().filter(isListed);
  return selected.some((one) => one.getId() === item.getId()) ? selected : [item];
}

/** Without a focused row no key would reach the tree. */
function useFocusOnWhatIsThere(tree: TreeInstance<TreeNode>): void {
  const last = useRef(0);
  const { focusedItem } = tree.getState();
  const items = tree.getItems();
  useEffect(() => {
    if (focusedItem === null) return;
    const at = tree.getItemInstance(focusedItem).getItemMeta().index;
    if (at >= 0) {
      last.current = at;
      return;
    }
    if (items.length === 0) return;
    items[Math.min(last.current, items.length - 1)]?.setFocused();
  }, [tree, focusedItem, items]);
}

const idsOf = (items: ItemInstance<TreeNode>[]) => items.map((item) => item.getId());
const holdsFiles = (transfer: DataTransfer) => [...transfer.types].includes('Files');
const isFolder = (item: ItemInstance<TreeNode>) => item.getId() === rootId || item.isFolder();

function mayMove(items: ItemInstance<TreeNode>[], { item: target }: DragTarget<TreeNode>): boolean {
  // Where everything lies already there is nothing to move.
  return isFolder(target) && items.some((item) => item.getParent()?.getId() !== target.getId());
}
