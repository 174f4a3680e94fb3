import { Button } from '@mantine/core';
import type { Checkout, Preflight } from '@notelab/contract';
import { IconLock } from '@tabler/icons-react';
import { Notice } from './notice.tsx';

interface PushNoticeProps {
  checkout: Checkout;
  push: Preflight['push'];
  branch: string | null;
  /** The commit goes to a new branch already. */
  hasNewBranch: boolean;
  disabled: boolean;
  onNewBranch: () => void;
}

/** Whether GitLab will take a push to this branch. */
export function PushNotice({ checkout, push, branch, hasNewBranch, disabled, onNewBranch }: PushNoticeProps) {
  const icon = <IconLock size={16} aria-hidden />;
  switch (push.kind) {
    case 'open':
      return null;
    case 'protected':
      if (hasNewBranch)
        return (
          <Notice icon={icon} tone="added">
            <strong>{branch}</strong> is protected, so the commit goes to a new branch. After the push you can
            create the merge request that brings it to {branch}.
          </Notice>
        );
      return (
        <Notice
          icon={icon}
          tone="conflict"
          actions={
            <Button size="xs" variant="default" disabled={disabled} onClick={onNewBranch}>
              Commit to a new branch
            </Button>
          }
        >
          <strong>{branch} is protected</strong> and you may not push to it. Commit to a new branch, then
          create a merge request.
        </Notice>
      );
    case 'no-access':
      return (
        <Notice icon={icon} tone="conflict">
          <strong>Your GitLab account may not push to {checkout.repositoryPath}.</strong> A commit would be
          kept here only; a maintainer there can give you the Developer role.
        </Notice>
      );
    case 'archived':
      return (
        <Notice icon={icon} tone="conflict">
          <strong>{checkout.repositoryPath} is archived</strong> and takes no pushes. A commit would be kept
          here only.
        </Notice>
      );
    case 'unknown':
      return push.problem ? (
        <Notice icon={icon} tone="info">
          GitLab did not say whether you may push: {push.problem.detail}
        </Notice>
      ) : null;
  }
}
