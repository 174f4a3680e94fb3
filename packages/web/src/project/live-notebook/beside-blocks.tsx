import { type ReactNode, useRef } from 'react';
import classes from './beside-blocks.module.css';
import { FindBar } from './find/find-bar.tsx';
import { finderOf } from './find/finder-of.ts';
import { useFindKeys } from './find/use-find-keys.ts';
import { useShownMatch } from './find/use-shown-match.ts';
import { useLiveNotebook, usePicked, useReadable } from './live-context.ts';
import { OutlinePanel } from './outline/outline-panel.tsx';
import { outlineShown } from './outline/outline-shown.ts';

/** The blocks, with what stands above and beside them: the search and the outline. */
export function BesideBlocks({ children }: { children: ReactNode }) {
  const root = useRef<HTMLDivElement>(null);
  const finder = finderOf(useLiveNotebook());
  const isFinding = usePicked(finder.state, ({ isOpen }) => isOpen);
  const hasOutline = useReadable(outlineShown);
  useFindKeys(root, finder);
  useShownMatch(root, finder);
  return (
    <div className={classes.whole} ref={root}>
      {isFinding ? <FindBar finder={finder} root={root} /> : null}
      <div className={classes.beside}>
        <div className={classes.blocks}>{children}</div>
        {hasOutline ? <OutlinePanel root={root} /> : null}
      </div>
    </div>
  );
}
