import { ActionIcon, Button, Menu } from '@mantine/core';
import type { Checkout, CheckoutStatus } from '@notelab/contract';
import {
  IconArrowBackUp,
  IconArrowDown,
  IconArrowUp,
  IconDots,
  IconExternalLink,
  IconGitPullRequest,
  IconHistory,
  IconPlugX,
  IconRefreshAlert,
} from '@tabler/icons-react';
import { PullWayItems } from '../conflicts/pull-way-items.tsx';
import { useDialogs } from '../dialogs-context.ts';
import { CreateMergeRequestButtons } from '../merge-requests/create-merge-request-buttons.tsx';
import { createOnGitLab } from '../merge-requests/merge-request-words.ts';
import classes from './git-panel.module.css';
import { useCheckoutActions } from './use-checkout-actions.ts';

interface GitActionsProps {
  checkout: Checkout;
  status: CheckoutStatus;
  busy: { pulling: boolean; pushing: boolean };
}

/** The buttons of a checkout whose repository the user can reach. */
export function GitActions({ checkout, status, busy }: GitActionsProps) {
  const { pull, push } = useCheckoutActions();
  const { show } = useDialogs();
  const hasChanges = status.changeCount > 0;
  const toPush = canPush(status);
  return (
    <>
      <div className={classes.actions}>
        <Button
          variant="default"
          leftSection={<IconArrowDown size={14} aria-hidden />}
          loading={busy.pulling}
          onClick={() => void pull(checkout)}
        >
          Pull
        </Button>
        <Button
          className={classes.grow}
          variant={(hasChanges || !toPush) && !status.ongoing ? 'filled' : 'default'}
          onClick={() => show({ kind: 'commit-and-push', checkout })}
        >
          Commit & Push
        </Button>
        <MoreGitActions checkout={checkout} status={status} />
      </div>
      {toPush ? (
        <Button
          variant={hasChanges || status.ongoing ? 'default' : 'filled'}
          leftSection={<IconArrowUp size={14} aria-hidden />}
          loading={busy.pushing}
          onClick={() => void push(checkout)}
        >
          Push
        </Button>
      ) : null}
      <CreateMergeRequestButtons checkout={checkout} status={status} />
    </>
  );
}

/** Commits that GitLab does not have: counted, or all of a branch that is not there yet. */
function canPush({ head, ahead, upstream, upstreamGone }: CheckoutStatus): boolean {
  return head.kind === 'branch' && (ahead > 0 || !upstream || upstreamGone);
}

interface MoreGitActionsProps {
  checkout: Checkout;
  /** Null while git cannot tell. */
  status: CheckoutStatus | null;
  /** Without a way to GitLab only what needs none is offered. */
  reachable?: boolean;
}

/** The “···” menu. */
export function MoreGitActions({ checkout, status, reachable = true }: MoreGitActionsProps) {
  const { show } = useDialogs();
  return (
    <Menu position="bottom-end" width={230}>
      <Menu.Target>
        <ActionIcon variant="default" size={32} aria-label={`More git actions for ${checkout.folderName}`}>
          <IconDots size={15} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {status?.mergeRequestUrl ? (
          <Menu.Item
            leftSection={<IconGitPullRequest size={15} />}
            component="a"
            href={status.mergeRequestUrl}
            target="_blank"
            rel="noopener noreferrer"
          >
            {createOnGitLab}
          </Menu.Item>
        ) : null}
        <Menu.Item
          leftSection={<IconExternalLink size={15} />}
          component="a"
          href={checkout.repositoryWebUrl}
          target="_blank"
          rel="noopener noreferrer"
        >
          Open in GitLab
        </Menu.Item>
        <Menu.Divider />
        {reachable ? <PullWayItems checkout={checkout} /> : null}
        {status && status.changeCount > 0 ? (
          <Menu.Item
            leftSection={<IconArrowBackUp size={15} />}
            onClick={() => show({ kind: 'discard-changes', checkout, paths: null })}
          >
            Discard all changes
          </Menu.Item>
        ) : null}
        {status ? (
          <Menu.Item
            leftSection={<IconHistory size={15} />}
            onClick={() => show({ kind: 'recovery-points', checkout })}
          >
            Recovery points
          </Menu.Item>
        ) : null}
        {reachable ? (
          <Menu.Item
            leftSection={<IconRefreshAlert size={15} />}
            onClick={() => show({ kind: 're-clone', checkout })}
          >
            Re-Clone
          </Menu.Item>
        ) : null}
        <Menu.Item
          color="danger"
          leftSection={<IconPlugX size={15} />}
          onClick={() => show({ kind: 'disconnect', checkout })}
        >
          Disconnect repository
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
