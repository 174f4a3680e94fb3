import type { ItemInstance } from '@headless-tree/core';
import { Loader } from '@mantine/core';
import { type Change, whyNotFileName } from '@notelab/contract';
import { IconChevronRight, IconGitBranch, IconLink } from '@tabler/icons-react';
import type { CSSProperties, MouseEvent } from 'react';
import { Chip } from '../../theme/chip.tsx';
import { changeWords } from '../git-panel/change-words.ts';
import { LinkedMarkIcon } from '../linked-content/linked-mark-icon.tsx';
import type { LinkedMark } from '../linked-content/use-linked-marks.ts';
import classes from './file-tree.module.css';
import type { TreeNode } from './tree-node.ts';

interface FileTreeRowProps {
  item: ItemInstance<TreeNode>;
  mark: Change['kind'] | null;
  /** A folder with changes somewhere below. */
  tinted: boolean;
  /** The folder of a checkout: its branch, or '' while that is not known. */
  branch: string | null;
  /** How many commits there are to pull. */
  behind: number;
  /** A submodule, or a large file that is not here. */
  linked: LinkedMark | null;
  /** The file of the tab in front. */
  isInFront: boolean;
  style: CSSProperties;
  onContextMenu: (event: MouseEvent) => void;
}

/** One file or folder. */
export function FileTreeRow(props: FileTreeRowProps) {
  const { item, mark, tinted, branch, behind, linked, isInFront, style, onContextMenu } = props;
  const { kind, name, path } = item.getItemData();
  const isFolder = kind === 'folder';
  const own = item.getProps();
  return (
    <div
      {...own}
      role="treeitem"
      tabIndex={own.tabIndex}
      aria-selected={item.isSelected()}
      className={classes.row}
      style={{ ...style, paddingLeft: 10 + item.getItemMeta().level * 14 }}
      onContextMenu={onContextMenu}
      onFocus={() => item.isFocused() || item.setFocused()}
      title={path}
      aria-label={[labelOf(name, { mark, branch, behind, tinted }), ...(linked ? [linked.words] : [])].join(
        ', ',
      )}
      data-kind={kind}
      data-in-front={isInFront || undefined}
      data-selected={item.isSelected() || undefined}
      data-drop-target={(isFolder && item.isDragTarget()) || undefined}
      data-checkout={branch !== null || undefined}
      data-tone={mark ? changeWords[mark].tone : tinted ? 'modified' : undefined}
    >
      <span className={classes.chevron} data-open={(isFolder && item.isExpanded()) || undefined} aria-hidden>
        {isFolder ? <IconChevronRight size={14} /> : kind === 'link' ? <IconLink size={12} /> : null}
      </span>
      {item.isRenaming() ? <RenameInput item={item} /> : <span className={classes.name}>{name}</span>}
      {linked ? <LinkedMarkIcon mark={linked} /> : null}
      {branch ? ' ' : null}
      {branch ? (
        <Chip icon={<IconGitBranch aria-hidden />} title={branch}>
          {branch}
        </Chip>
      ) : null}
      {behind > 0 ? ' ' : null}
      {behind > 0 ? (
        <Chip tone="modified" title={`${behind} to pull`}>
          ↓{behind}
        </Chip>
      ) : null}
      {isFolder && item.isLoading() ? <Loader size={10} aria-label="Loading" /> : null}
      {mark ? (
        <span className={classes.letter} data-letter={changeWords[mark].letter} />
      ) : tinted && branch === null ? (
        <span className={classes.dot} aria-hidden />
      ) : null}
    </div>
  );
}

function RenameInput({ item }: { item: ItemInstance<TreeNode> }) {
  const tree = item.getTree();
  const reason = whyNotFileName(tree.getRenamingValue());
  return (
    <input
      {...item.getRenameInputProps()}
      className={classes.rename}
      aria-label={`New name of ${item.getItemName()}`}
      aria-invalid={reason !== null}
      title={reason ?? undefined}
      onFocus={selectStem}
      onClick={(event) => event.stopPropagation()}
    />
  );
}

/** Selects the name without its ending, which mostly stays. */
function selectStem({ currentTarget }: { currentTarget: HTMLInputElement }): void {
  const dot = currentTarget.value.lastIndexOf('.');
  currentTarget.setSelectionRange(0, dot > 0 ? dot : currentTarget.value.length);
}

/** Begins with the visible text, which is what people say who speak to their computer. */
function labelOf(
  name: string,
  { mark, branch, behind, tinted }: Pick<FileTreeRowProps, 'mark' | 'branch' | 'behind' | 'tinted'>,
): string {
  if (branch !== null) {
    const shown = [name, ...(branch ? [branch] : []), ...(behind > 0 ? [`↓${behind}`] : [])].join(' ');
    return `${shown}, repository${behind > 0 ? `, ${behind} to pull` : ''}`;
  }
  if (mark) return `${name}, ${changeWords[mark].word}`;
  return tinted ? `${name}, has changes` : name;
}
