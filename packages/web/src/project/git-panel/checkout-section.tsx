import { Skeleton } from '@mantine/core';
import type { Checkout, OperationKind } from '@notelab/contract';
import { useQuery } from '@tanstack/react-query';
import { ProblemError } from '../../api/problem.ts';
import { checkoutStatusQuery } from '../../api/queries.ts';
import { useRole } from '../../app/workspace.ts';
import { ErrorPanel } from '../../theme/error-panel.tsx';
import { BranchStateNotice } from '../branches/branch-state-notice.tsx';
import { LeftChangesNotice } from '../branches/left-changes-notice.tsx';
import { OngoingNotice } from '../conflicts/ongoing-notice.tsx';
import { useDialogs } from '../dialogs-context.ts';
import { LargeFilesSection } from '../linked-content/large-files-section.tsx';
import { SubmodulesSection } from '../linked-content/submodules-section.tsx';
import { MergeRequestSection } from '../merge-requests/merge-request-section.tsx';
import { useOperations } from '../operations/operations-context.tsx';
import { isUnfinished } from '../operations/unfinished.ts';
import { RecoveryPointsSection } from '../recovery/recovery-points-section.tsx';
import { BranchDropdown } from './branch-dropdown.tsx';
import { ChangedFiles } from './changed-files.tsx';
import { GitActions, MoreGitActions } from './git-actions.tsx';
import classes from './git-panel.module.css';
import { RecentCommits } from './recent-commits.tsx';
import { RemoteAccessNotice } from './remote-access-notice.tsx';
import { SyncLine } from './sync-line.tsx';
import { useRemoteAccess } from './use-remote-access.ts';

/** One checkout: its branch, how it stands to GitLab, what can be done, what has changed. */
export function CheckoutSection({ checkout }: { checkout: Checkout }) {
  const { canEdit } = useRole();
  const { show } = useDialogs();
  const { operations } = useOperations();
  const isReady = checkout.state === 'ready';
  const query = useQuery({ ...checkoutStatusQuery(checkout.id), enabled: isReady });
  const access = useRemoteAccess(checkout);
  const isDoing = (...kinds: OperationKind[]) =>
    operations.some((one) => one.checkoutId === checkout.id && kinds.includes(one.kind) && isUnfinished(one));

  if (!isReady) {
    return (
      <p className={classes.dim} role="status">
        {checkout.repositoryPath} is being cloned. Its branches and changes appear here when it is done.
      </p>
    );
  }
  const { data: status } = query;
  const isReachable = access.kind === 'open' || access.kind === 'unknown';
  // What was known stays while Notelab cannot be reached, but not when it says that the checkout is broken.
  const isRefused = query.error instanceof ProblemError;
  if (!status || isRefused) {
    if (!query.isError) return <SectionSkeleton />;
    return (
      <>
        <ErrorPanel
          error={query.error}
          compact
          onRetry={() => void query.refetch()}
          steps={canEdit ? { 're-clone': () => show({ kind: 're-clone', checkout }) } : {}}
          action={
            canEdit ? <MoreGitActions checkout={checkout} status={null} reachable={isReachable} /> : null
          }
        />
        <RemoteAccessNotice access={access} checkout={checkout} />
      </>
    );
  }
  return (
    <>
      {status.ongoing ? (
        <OngoingNotice
          checkout={checkout}
          ongoing={status.ongoing}
          canEdit={canEdit}
          busy={isDoing('finish', 'abort')}
        />
      ) : null}
      <div className={classes.group}>
        <BranchDropdown
          checkout={checkout}
          head={status.head}
          canEdit={canEdit}
          busy={isDoing('switch', 'create-branch', 'give-back')}
        />
        <SyncLine
          checkout={checkout}
          status={status}
          canFetch={canEdit && isReachable}
          fetching={isDoing('fetch')}
        />
        {status.ongoing ? null : (
          <BranchStateNotice checkout={checkout} status={status} canAct={canEdit && isReachable} />
        )}
        {canEdit && isReachable ? (
          <GitActions
            checkout={checkout}
            status={status}
            busy={{ pulling: isDoing('pull'), pushing: isDoing('push') }}
          />
        ) : null}
        {canEdit ? null : (
          <p className={classes.dim}>You are a viewer here. Editors pull, commit and push.</p>
        )}
        {canEdit && !isReachable ? (
          <div className={classes.unreachable}>
            <RemoteAccessNotice access={access} checkout={checkout} />
            <MoreGitActions checkout={checkout} status={status} reachable={false} />
          </div>
        ) : null}
      </div>
      <LeftChangesNotice checkout={checkout} head={status.head} canEdit={canEdit} />
      <ChangedFiles checkout={checkout} status={status} />
      <MergeRequestSection checkout={checkout} status={status} />
      <RecentCommits
        checkout={checkout}
        commits={status.recent}
        canUndo={canEdit && status.isLastCommitLocal}
      />
      <SubmodulesSection checkout={checkout} canUpdate={canEdit && isReachable} />
      <LargeFilesSection checkout={checkout} canFetch={canEdit && isReachable} />
      <RecoveryPointsSection checkout={checkout} />
    </>
  );
}

function SectionSkeleton() {
  return (
    <div role="status" aria-label="Loading">
      <Skeleton height={34} radius={7} />
      <Skeleton height={12} width="70%" mt={14} />
      <Skeleton height={32} radius={7} mt={14} />
      {[60, 80, 50].map((width) => (
        <Skeleton key={width} height={10} width={`${width}%`} mt={18} />
      ))}
    </div>
  );
}
