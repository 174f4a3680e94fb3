import { Menu } from '@mantine/core';
import type { Notebook } from '@notelab/contract';
import {
  IconArrowDown,
  IconArrowUp,
  IconCopy,
  IconDownload,
  IconFileExport,
  IconNotebook,
  IconPencil,
  IconTrash,
} from '@tabler/icons-react';
import { notebookDownloadUrl } from './export/download-url.ts';
import classes from './notebooks-section.module.css';

export interface NotebookMenuPlace {
  x: number;
  y: number;
  notebook: Notebook;
}

interface NotebookMenuProps {
  place: NotebookMenuPlace;
  canEdit: boolean;
  isFirst: boolean;
  isLast: boolean;
  onClose: () => void;
  onOpen: () => void;
  onRename: () => void;
  onDuplicate: () => void;
  onMove: (step: 1 | -1) => void;
  onExport: () => void;
  onDelete: () => void;
}

/** What can be done with a notebook of the list. */
export function NotebookMenu(props: NotebookMenuProps) {
  const { place, canEdit, isFirst, isLast, onClose } = props;
  return (
    <Menu opened onClose={onClose} position="bottom-start" width={210} returnFocus trapFocus>
      <Menu.Target>
        <div className={classes.menuAnchor} style={{ left: place.x, top: place.y }} />
      </Menu.Target>
      <Menu.Dropdown aria-label={place.notebook.name}>
        <Menu.Item leftSection={<IconNotebook size={15} />} onClick={props.onOpen}>
          Open
        </Menu.Item>
        {canEdit ? (
          <>
            <Menu.Item
              leftSection={<IconPencil size={15} />}
              rightSection={<span>F2</span>}
              // The menu gives the focus back first, which would end the renaming.
              onClick={() => setTimeout(props.onRename, 60)}
            >
              Rename
            </Menu.Item>
            <Menu.Item leftSection={<IconCopy size={15} />} onClick={props.onDuplicate}>
              Duplicate
            </Menu.Item>
            <Menu.Item
              leftSection={<IconArrowUp size={15} />}
              rightSection={<span>Alt ↑</span>}
              disabled={isFirst}
              onClick={() => props.onMove(-1)}
            >
              Move up
            </Menu.Item>
            <Menu.Item
              leftSection={<IconArrowDown size={15} />}
              rightSection={<span>Alt ↓</span>}
              disabled={isLast}
              onClick={() => props.onMove(1)}
            >
              Move down
            </Menu.Item>
          </>
        ) : null}
        <Menu.Divider />
        <Menu.Item leftSection={<IconFileExport size={15} />} onClick={props.onExport}>
          Export …
        </Menu.Item>
        <Menu.Item
          leftSection={<IconDownload size={15} />}
          component="a"
          href={notebookDownloadUrl(place.notebook.id, { format: 'ipynb', outputs: true })}
          download
        >
          Download as .ipynb
        </Menu.Item>
        {canEdit ? (
          <>
            <Menu.Divider />
            <Menu.Item
              color="danger"
              leftSection={<IconTrash size={15} />}
              rightSection={<span>Del</span>}
              onClick={props.onDelete}
            >
              Delete
            </Menu.Item>
          </>
        ) : null}
      </Menu.Dropdown>
    </Menu>
  );
}
