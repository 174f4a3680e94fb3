import type { ItemInstance } from '@headless-tree/core';
import type { Checkout } from '@notelab/contract';
import { defaultRangeExtractor, useVirtualizer } from '@tanstack/react-virtual';
import { type MouseEvent, useRef, useState } from 'react';
import { useRole } from '../../app/workspace.ts';
import { useOpenFiles } from '../editor/open-files.tsx';
import { tabKey } from '../editor/tabs.ts';
import { useLinkedMarks } from '../linked-content/use-linked-marks.ts';
import { useProject } from '../project-context.ts';
import { type FileMarks, markOf } from './file-marks.ts';
import { FileMenu, type FileMenuPlace } from './file-menu.tsx';
import classes from './file-tree.module.css';
import { FileTreeRow } from './file-tree-row.tsx';
import { rootId, type TreeNode } from './tree-node.ts';
import { type FileTreeActions, openItem, selectedOrFocused, useFileTree } from './use-file-tree.ts';

interface FileTreeProps {
  checkouts: Checkout[];
  /** The present branch of each checkout, as far as it is known. */
  branches: ReadonlyMap<string, string>;
  /** Where there is something to pull: how many commits. */
  behind: ReadonlyMap<string, number>;
  marks: FileMarks;
  actions: FileTreeActions;
  /** What the menu of a row offers besides. */
  onAdd: (kind: 'file' | 'folder' | 'upload', folder: string) => void;
  onShowInGitPanel: (checkout: Checkout) => void;
}

const rowHeight = 26;

/** The files of the project, loaded folder by folder; only what is in sight is drawn. */
export function FileTree(props: FileTreeProps) {
  const { checkouts, branches, behind, marks, actions, onAdd, onShowInGitPanel } = props;
  const { id: projectId } = useProject();
  const { canEdit } = useRole();
  const { tabs } = useOpenFiles();
  const scroll = useRef<HTMLDivElement>(null);
  const [menu, setMenu] = useState<FileMenuPlace | null>(null);
  const selecting = useRef(false);

  const linked = useLinkedMarks(checkouts);
  const byFolder = new Map(checkouts.map((checkout) => [checkout.folderName, checkout]));
  const tree = useFileTree({
    projectId,
    canEdit,
    guarded: new Set(byFolder.keys()),
    actions,
    scrollToRow: (index) => virtual.scrollToIndex(index),
    isSelecting: () => selecting.current,
  });
  const items = tree.getItems();
  const focusedIndex = items.findIndex((item) => item.isFocused());
  const virtual = useVirtualizer({
    count: items.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => items[index]?.getId() ?? index,
    overscan: 12,
    // The focused row stays in the document, so that the keyboard's place is not lost by scrolling.
    rangeExtractor: (range) => {
      const rows = defaultRangeExtractor(range);
      if (focusedIndex < 0 || focusedIndex >= range.count || rows.includes(focusedIndex)) return rows;
      return [...rows, focusedIndex].sort((a, b) => a - b);
    },
  });

  const openMenu = (event: MouseEvent, item: ItemInstance<TreeNode> | null) => {
    event.preventDefault();
    event.stopPropagation();
    const at = placeOf(event);
    if (!item) return setMenu({ ...at, nodes: [], checkout: null });
    if (item.getItemData().kind === 'problem') return;
    item.setFocused();
    const nodes = selectedOrFocused(tree, item).map((one) => one.getItemData());
    setMenu({ ...at, nodes, checkout: byFolder.get(item.getId()) ?? null });
  };

  const front = tabs.active;
  return (
    <>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the empty space below the tree has a menu too */}
      <div
        className={classes.scroll}
        ref={scroll}
        onContextMenu={(event) => openMenu(event, null)}
        onClickCapture={({ ctrlKey, metaKey, shiftKey }) => {
          selecting.current = ctrlKey || metaKey || shiftKey;
        }}
      >
        <div
          {...tree.getContainerProps('Files')}
          className={classes.tree}
          data-drop-target={tree.getDragTarget()?.item.getId() === rootId || undefined}
          role="tree"
          aria-multiselectable
        >
          <div style={{ height: virtual.getTotalSize() }} role="presentation">
            {virtual.getVirtualItems().map(({ key, index, start }) => {
              const item = items[index];
              if (!item) return null;
              const { path, kind } = item.getItemData();
              const checkout = byFolder.get(path);
              return (
                <FileTreeRow
                  key={key}
                  item={item}
                  mark={kind === 'folder' ? null : markOf(marks, path)}
                  tinted={kind === 'folder' && marks.folders.has(path)}
                  branch={checkout ? (branches.get(checkout.id) ?? '') : null}
                  behind={checkout ? (behind.get(checkout.id) ?? 0) : 0}
                  linked={linked.get(path) ?? null}
                  isInFront={front === tabKey({ kind: 'file', path })}
                  style={{ transform: `translateY(${start}px)` }}
                  onContextMenu={(event) => openMenu(event, item)}
                />
              );
            })}
          </div>
        </div>
      </div>
      {menu ? (
        <FileMenu
          place={menu}
          canEdit={canEdit}
          guarded={byFolder}
          onClose={() => setMenu(null)}
          onAdd={onAdd}
          onRename={({ path }) => tree.getItemInstance(path).startRenaming()}
          onDelete={(nodes) => actions.askToDelete(nodes.map(({ path }) => path))}
          onOpen={({ path }) => openItem(tree.getItemInstance(path), actions)}
          onShowInGitPanel={onShowInGitPanel}
        />
      ) : null}
    </>
  );
}

/** Where the menu opens: at the pointer, or at the row when the keyboard has asked for it. */
function placeOf(event: MouseEvent): { x: number; y: number } {
  if (event.clientX !== 0 || event.clientY !== 0) return { x: event.clientX, y: event.clientY };
  const { left, bottom } = event.currentTarget.getBoundingClientRect();
  return { x: left + 24, y: bottom };
}
