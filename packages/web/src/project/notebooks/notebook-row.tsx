import { ActionIcon, UnstyledButton } from '@mantine/core';
import type { Notebook, NotebookSource } from '@notelab/contract';
import { IconDots, IconNotebook } from '@tabler/icons-react';
import type { DragEvent, KeyboardEvent, MouseEvent } from 'react';
import shared from '../sidebar-section.module.css';
import classes from './notebooks-section.module.css';
import { SourceMark } from './source/source-mark.tsx';

interface NotebookRowProps {
  notebook: Notebook;
  /** The file that it came from. */
  source: NotebookSource | null;
  canEdit: boolean;
  /** The one that the Tab key leads to. */
  isCurrent: boolean;
  isInFront: boolean;
  /** Where a dragged notebook would come to stand. */
  dropEdge: 'above' | 'below' | null;
  drag: {
    onDragStart: (event: DragEvent) => void;
    onDragOver: (event: DragEvent<HTMLElement>) => void;
    onDragEnd: () => void;
  };
  onOpen: () => void;
  onFocus: () => void;
  onRename: () => void;
  onKeyDown: (event: KeyboardEvent) => void;
  onMenu: (event: MouseEvent) => void;
}

/** One notebook of the project. */
export function NotebookRow(props: NotebookRowProps) {
  const { notebook, source, canEdit, isCurrent, isInFront, dropEdge, drag } = props;
  const { id, name } = notebook;
  return (
    <li
      className={classes.item}
      draggable={canEdit}
      data-drop-edge={dropEdge ?? undefined}
      {...(canEdit ? drag : {})}
    >
      <UnstyledButton
        className={`${shared.row} ${classes.row}`}
        data-notebook-id={id}
        data-in-front={isInFront || undefined}
        aria-current={isInFront || undefined}
        aria-keyshortcuts={canEdit ? 'F2 Delete Alt+ArrowUp Alt+ArrowDown' : undefined}
        tabIndex={isCurrent ? 0 : -1}
        title={source ? `${name}\nfrom ${source.path}` : name}
        onClick={props.onOpen}
        onDoubleClick={canEdit ? props.onRename : undefined}
        onFocus={props.onFocus}
        onKeyDown={props.onKeyDown}
        onContextMenu={props.onMenu}
      >
        <IconNotebook className={shared.icon} size={15} aria-hidden />
        <span className={shared.name}>{name}</span>
        {source ? <SourceMark source={source} /> : null}
      </UnstyledButton>
      <ActionIcon
        className={classes.more}
        variant="subtle"
        color="gray"
        size={20}
        tabIndex={isCurrent ? 0 : -1}
        aria-label={`More for ${name}`}
        aria-haspopup="menu"
        onClick={props.onMenu}
      >
        <IconDots size={14} aria-hidden />
      </ActionIcon>
    </li>
  );
}
