import { ActionIcon } from '@mantine/core';
import { IconListTree, IconSearch } from '@tabler/icons-react';
import { finderOf } from './find/finder-of.ts';
import { useLiveNotebook, useReadable } from './live-context.ts';
import { outlineShown } from './outline/outline-shown.ts';

/** What helps to find one's way in a long notebook. */
export function LookButtons() {
  const finder = finderOf(useLiveNotebook());
  const hasOutline = useReadable(outlineShown);
  return (
    <>
      <ActionIcon
        variant="subtle"
        color="gray"
        size={28}
        aria-label="Find in notebook"
        title="Find in notebook (Ctrl+F)"
        onClick={() => finder.open({ showsReplace: false })}
      >
        <IconSearch size={16} aria-hidden />
      </ActionIcon>
      <ActionIcon
        variant={hasOutline ? 'light' : 'subtle'}
        color={hasOutline ? 'accent' : 'gray'}
        size={28}
        aria-label="Outline"
        aria-pressed={hasOutline}
        title={hasOutline ? 'Hide the outline' : 'Show the outline'}
        onClick={() => outlineShown.set(!hasOutline)}
      >
        <IconListTree size={16} aria-hidden />
      </ActionIcon>
    </>
  );
}
