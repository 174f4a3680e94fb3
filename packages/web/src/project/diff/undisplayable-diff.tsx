import type { FileDiff } from '@notelab/contract';
import { IconCloudDown, IconFileUnknown, IconFolderSymlink } from '@tabler/icons-react';
import { EmptyState } from '../../theme/empty-state.tsx';
import { sizeInWords } from '../sizes.ts';
import { kindOfFile } from './file-kinds.ts';

/** What is described instead of shown: what it is, and how it was and is now. */
export function UndisplayableDiff({ diff }: { diff: FileDiff }) {
  switch (diff.kind) {
    case 'submodule':
      return <SubmoduleDiff diff={diff} />;
    case 'lfs':
      return (
        <EmptyState icon={<IconCloudDown size={20} />} title="A large file, kept by Git LFS">
          {lfsInWords(diff)} The repository holds a pointer to it; its content is not compared here.
        </EmptyState>
      );
    case 'too-large':
      return (
        <EmptyState icon={<IconFileUnknown size={20} />} title="This file is too large to compare here">
          {kindOfFile(diff.path)} {sizesInWords(diff)} It can be committed like any other.
        </EmptyState>
      );
    default:
      return (
        <EmptyState icon={<IconFileUnknown size={20} />} title="This file is not text">
          {kindOfFile(diff.path)} {sizesInWords(diff)} It can be committed like any other.
        </EmptyState>
      );
  }
}

function SubmoduleDiff({ diff: { before, after } }: { diff: FileDiff }) {
  return (
    <EmptyState icon={<IconFolderSymlink size={20} />} title="A submodule: a repository of its own">
      {before === null
        ? `It is new, at commit ${short(after)}.`
        : after === null
          ? `It is removed; it was at commit ${short(before)}.`
          : before === after
            ? `It stays at commit ${short(after)}.`
            : `It was at commit ${short(before)} and is now at ${short(after)}.`}
    </EmptyState>
  );
}

function lfsInWords({ before, after, beforeSize, afterSize }: FileDiff): string {
  const where = (id: string | null) => (id === null ? 'in the repository itself' : 'in Git LFS');
  if (beforeSize === null) return `It is new and has ${sizeInWords(afterSize ?? 0)}.`;
  if (afterSize === null) return `It is deleted; it had ${sizeInWords(beforeSize)}.`;
  if (before === after) return `It still has ${sizeInWords(afterSize)}.`;
  const moved = (before === null) !== (after === null);
  const [was, is] = moved ? [` ${where(before)}`, ` ${where(after)}`] : ['', ''];
  return `It had ${sizeInWords(beforeSize)}${was} and now has ${sizeInWords(afterSize)}${is}.`;
}

function sizesInWords({ beforeSize, afterSize }: FileDiff): string {
  if (beforeSize === null) return `It is new and has ${sizeInWords(afterSize ?? 0)}.`;
  if (afterSize === null) return `It is deleted; it had ${sizeInWords(beforeSize)}.`;
  return `It had ${sizeInWords(beforeSize)} and now has ${sizeInWords(afterSize)}.`;
}

const short = (oid: string | null) => oid?.slice(0, 8) ?? '';
