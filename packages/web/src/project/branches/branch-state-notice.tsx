import { Button } from '@mantine/core';
import type { Checkout, CheckoutStatus } from '@notelab/contract';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { ReactNode } from 'react';
import { useDialogs } from '../dialogs-context.ts';
import panel from '../git-panel/git-panel.module.css';
import classes from './branches.module.css';
import { useBranchActions } from './use-branch-actions.ts';

interface BranchStateNoticeProps {
  checkout: Checkout;
  status: CheckoutStatus;
  /** Editors who can reach GitLab. */
  canAct: boolean;
}

/** Explains a branch that is not as usual, with what can be done: gone from GitLab, or none at all. */
export function BranchStateNotice({ checkout, status, canAct }: BranchStateNoticeProps) {
  const { publish } = useBranchActions();
  const { show } = useDialogs();
  const { head, upstream, upstreamGone } = status;
  if (head.kind === 'detached')
    return (
      <Notice
        title="On no branch"
        actions={
          canAct ? (
            <Button
              size="xs"
              variant="default"
              onClick={() => show({ kind: 'create-branch', checkout, name: '' })}
            >
              Create branch here
            </Button>
          ) : null
        }
      >
        The files are those of commit {head.oid.slice(0, 8)}. New commits would belong to no branch: create
        one to keep them, or switch to a branch.
      </Notice>
    );
  if (head.kind !== 'branch' || !upstreamGone) return null;
  const { name } = head;
  return (
    <Notice
      title="Gone from GitLab"
      actions={
        canAct ? (
          <>
            <Button size="xs" variant="default" onClick={() => void publish(checkout, name)}>
              Publish again
            </Button>
            <Button size="xs" variant="default" onClick={() => show({ kind: 'branches', checkout })}>
              Other branches
            </Button>
          </>
        ) : null
      }
    >
      “{upstream?.replace(/^origin\//, '')}” was deleted there, often after a merge. Your commits are safe
      here. Publish it again to go on, or switch to another branch and delete this one.
    </Notice>
  );
}

function Notice({ title, children, actions }: { title: string; children: ReactNode; actions: ReactNode }) {
  return (
    <div className={panel.notice} role="note">
      <IconAlertTriangle size={18} aria-hidden />
      <div>
        <p className={panel.noticeTitle}>{title}</p>
        <p>{children}</p>
        {actions ? <div className={classes.noticeActions}>{actions}</div> : null}
      </div>
    </div>
  );
}
