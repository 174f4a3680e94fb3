import { Menu } from '@mantine/core';
import type { Checkout } from '@notelab/contract';
import {
  IconDownload,
  IconFilePlus,
  IconFolderPlus,
  IconGitBranch,
  IconNotebook,
  IconPencil,
  IconTrash,
  IconUpload,
} from '@tabler/icons-react';
import { useDialogs } from '../dialogs-context.ts';
import { useNotebookImports } from '../notebooks/imports/imports-context.ts';
import { isImportable } from '../notebooks/imports/notebook-file-names.ts';
import { parentOf } from '../paths.ts';
import { useProject } from '../project-context.ts';
import { downloadUrl } from '../raw-file.ts';
import classes from './file-tree.module.css';
import type { TreeNode } from './tree-node.ts';

export interface FileMenuPlace {
  x: number;
  y: number;
  /** Nothing: the menu is that of the project's own folder. */
  nodes: TreeNode[];
  /** When the row is a checkout's folder. */
  checkout: Checkout | null;
}

interface FileMenuProps {
  place: FileMenuPlace;
  canEdit: boolean;
  guarded: ReadonlyMap<string, unknown>;
  onClose: () => void;
  onAdd: (kind: 'file' | 'folder' | 'upload', folder: string) => void;
  onOpen: (node: TreeNode) => void;
  onRename: (node: TreeNode) => void;
  onDelete: (nodes: TreeNode[]) => void;
  onShowInGitPanel: (checkout: Checkout) => void;
}

/** What can be done with a row, or with the selected rows. */
export function FileMenu(props: FileMenuProps) {
  const { place, canEdit, guarded, onClose, onAdd, onOpen, onRename, onDelete, onShowInGitPanel } = props;
  const { id: projectId } = useProject();
  const { show } = useDialogs();
  const { moveToNotebooks } = useNotebookImports();
  const { nodes, checkout } = place;
  const one = nodes.length === 1 ? nodes[0] : undefined;
  const folder = !one ? '' : one.kind === 'folder' ? one.path : parentOf(one.path);
  const mayChange = canEdit && nodes.length > 0 && !nodes.some(({ path }) => guarded.has(path));
  const mayImport =
    canEdit && nodes.length > 0 && nodes.every(({ kind, path }) => kind === 'folder' || isImportable(path));
  return (
    <Menu opened onClose={onClose} position="bottom-start" width={210} returnFocus trapFocus>
      <Menu.Target>
        <div className={classes.menuAnchor} style={{ left: place.x, top: place.y }} />
      </Menu.Target>
      <Menu.Dropdown>
        {one && one.kind !== 'folder' ? <Menu.Item onClick={() => onOpen(one)}>Open</Menu.Item> : null}
        {checkout ? (
          <Menu.Item leftSection={<IconGitBranch size={15} />} onClick={() => onShowInGitPanel(checkout)}>
            Show in the Git panel
          </Menu.Item>
        ) : null}
        {canEdit && nodes.length < 2 ? (
          <>
            <Menu.Item leftSection={<IconFilePlus size={15} />} onClick={() => onAdd('file', folder)}>
              New file here
            </Menu.Item>
            <Menu.Item leftSection={<IconFolderPlus size={15} />} onClick={() => onAdd('folder', folder)}>
              New folder here
            </Menu.Item>
            <Menu.Item leftSection={<IconUpload size={15} />} onClick={() => onAdd('upload', folder)}>
              Upload here
            </Menu.Item>
          </>
        ) : null}
        {one && one.kind !== 'folder' ? (
          <Menu.Item
            leftSection={<IconDownload size={15} />}
            component="a"
            href={downloadUrl(projectId, one.path)}
            download
          >
            Download
          </Menu.Item>
        ) : null}
        {mayImport ? (
          <Menu.Item
            leftSection={<IconNotebook size={15} />}
            onClick={() => moveToNotebooks(nodes.map(({ path }) => path))}
          >
            Move to Notebooks
          </Menu.Item>
        ) : null}
        {mayChange ? (
          <>
            <Menu.Divider />
            {one ? (
              <Menu.Item
                leftSection={<IconPencil size={15} />}
                rightSection={<span>F2</span>}
                // The menu gives the focus back first, which would end the renaming.
                onClick={() => setTimeout(() => onRename(one), 60)}
              >
                Rename
              </Menu.Item>
            ) : null}
            <Menu.Item
              color="danger"
              leftSection={<IconTrash size={15} />}
              rightSection={<span>Del</span>}
              onClick={() => onDelete(nodes)}
            >
              {nodes.length === 1 ? 'Delete' : `Delete ${nodes.length} items`}
            </Menu.Item>
          </>
        ) : null}
        {canEdit && checkout ? (
          <>
            <Menu.Divider />
            <Menu.Item color="danger" onClick={() => show({ kind: 'disconnect', checkout })}>
              Disconnect repository
            </Menu.Item>
          </>
        ) : null}
        {!canEdit && !one ? <Menu.Label>Viewers cannot change files</Menu.Label> : null}
      </Menu.Dropdown>
    </Menu>
  );
}
