import type { Change, Checkout } from '@notelab/contract';
import { useQuery } from '@tanstack/react-query';
import { fileHunksQuery } from '../../api/queries.ts';
import diffClasses from '../diff/diff.module.css';
import { DiffModeSwitch } from '../diff/diff-mode-switch.tsx';
import { DiffPane } from '../diff/diff-pane.tsx';
import { isImagePath } from '../diff/image-source.ts';
import type { DiffMode } from '../diff/text-diff.tsx';
import { useCheckoutActions } from '../git-panel/use-checkout-actions.ts';
import { HunkDiff } from './hunk-diff.tsx';
import { isTaken, type Ticks, withHunk } from './parts.ts';

interface ShownChangeProps {
  checkout: Checkout;
  change: Change;
  mode: DiffMode;
  onMode: (mode: DiffMode) => void;
  ticks: Ticks;
  disabled: boolean;
  onTicks: (change: (before: Ticks) => Ticks) => void;
}

/** One changed file of a commit to be: in parts that can be ticked, where it has some, else as a whole. */
export function ShownChange(props: ShownChangeProps) {
  const { checkout, change, mode, onMode, ticks, disabled, onTicks } = props;
  const { path, originalPath, kind } = change;
  const { discardHunks } = useCheckoutActions();
  const canDivide =
    (kind === 'modified' || kind === 'renamed') && !path.endsWith('.ipynb') && !isImagePath(path);
  const query = useQuery({ ...fileHunksQuery(checkout.id, path, originalPath), enabled: canDivide });
  const hunks = canDivide ? query.data : null;
  const all = hunks?.map(({ id }) => id) ?? [];
  return (
    <div className={diffClasses.pane}>
      <div className={diffClasses.head}>
        <span className={diffClasses.path} title={path}>
          <bdi>{originalPath ? `${originalPath} → ${path}` : path}</bdi>
        </span>
        <div className={diffClasses.headEnd}>
          {isImagePath(path) ? null : <DiffModeSwitch mode={mode} onChange={onMode} />}
        </div>
      </div>
      <div className={diffClasses.body}>
        {canDivide && query.isPending ? null : hunks ? (
          <HunkDiff
            key={path}
            path={path}
            hunks={hunks}
            mode={mode}
            disabled={disabled}
            isTaken={(id) => isTaken(ticks, path, id)}
            onTake={(hunk, ticked) => onTicks((before) => withHunk(before, { path, all, hunk, ticked }))}
            onDiscard={
              kind === 'modified' ? (id) => void discardHunks(checkout, { path, hunks: [id] }) : undefined
            }
          />
        ) : (
          <DiffPane key={path} checkout={checkout} path={path} originalPath={originalPath} mode={mode} />
        )}
      </div>
    </div>
  );
}
