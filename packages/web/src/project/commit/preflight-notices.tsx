import type { Checkout, Preflight } from '@notelab/contract';
import { BehindNotice } from './behind-notice.tsx';
import { LargeFilesNotice } from './large-files-notice.tsx';
import classes from './notices.module.css';
import { OutputsNotice } from './outputs-notice.tsx';
import { type Ticks, withFiles } from './parts.ts';
import { PushNotice } from './push-notice.tsx';
import { SecretsNotice } from './secrets-notice.tsx';
import { UnsavedNotice } from './unsaved-notice.tsx';

interface PreflightNoticesProps {
  checkout: Checkout;
  /** Null while it is looked up, or when that was not possible. */
  found: Preflight | null;
  branch: string | null;
  hasNewBranch: boolean;
  ticks: Ticks;
  withoutOutputs: boolean;
  disabled: boolean;
  onTicks: (change: (before: Ticks) => Ticks) => void;
  onNewBranch: () => void;
  onWithoutOutputs: (without: boolean) => void;
  onShow: (path: string) => void;
  /** Files are others than they were when they were looked into. */
  onFilesChanged: () => void;
}

/** What to know before this commit, each with one click that settles it. Nothing of it holds the commit up. */
export function PreflightNotices(props: PreflightNoticesProps) {
  const { checkout, found, branch, hasNewBranch, ticks, disabled, onTicks } = props;
  const isTicked = ({ path }: { path: string }) => ticks.selected.has(path);
  const tick = (paths: string[], ticked: boolean) => onTicks((before) => withFiles(before, paths, ticked));
  return (
    <ul className={classes.notices} aria-label="Before this commit">
      <UnsavedNotice
        folderName={checkout.folderName}
        disabled={disabled}
        onSaved={(saved) => {
          tick(saved, true);
          props.onFilesChanged();
        }}
      />
      {found ? (
        <>
          <PushNotice
            checkout={checkout}
            push={found.push}
            branch={branch}
            hasNewBranch={hasNewBranch}
            disabled={disabled}
            onNewBranch={props.onNewBranch}
          />
          {(found.behind > 0 || found.movedOnGitLab) && !hasNewBranch ? (
            <BehindNotice checkout={checkout} behind={found.behind} disabled={disabled} />
          ) : null}
          <SecretsNotice
            secrets={found.secrets}
            unsearchedCount={found.unsearchedCount}
            selected={ticks.selected}
            disabled={disabled}
            onTake={tick}
            onShow={props.onShow}
          />
          <LargeFilesNotice
            checkout={checkout}
            files={found.large.filter(isTicked)}
            disabled={disabled}
            onLeaveOut={(paths) => tick(paths, false)}
            lfs={found.lfs}
            onSettled={(changedPath) => tick([changedPath], true)}
          />
          <OutputsNotice
            notebooks={found.notebooks.filter(isTicked)}
            without={props.withoutOutputs}
            disabled={disabled}
            onChange={props.onWithoutOutputs}
          />
        </>
      ) : null}
    </ul>
  );
}
