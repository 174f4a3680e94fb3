import { ActionIcon, Button } from '@mantine/core';
import type { Checkout, CheckoutStatus } from '@notelab/contract';
import { IconArrowUpRight, IconGitPullRequest } from '@tabler/icons-react';
import { useDialogs } from '../dialogs-context.ts';
import { createOnGitLab } from './merge-request-words.ts';
import classes from './merge-requests.module.css';
import { useCanCreateMergeRequest } from './use-branch-merge-request.ts';

/** One button for the dialog here and, joined to it, one for GitLab's own page. */
export function CreateMergeRequestButtons({
  checkout,
  status,
}: {
  checkout: Checkout;
  status: CheckoutStatus;
}) {
  const { show } = useDialogs();
  const canCreate = useCanCreateMergeRequest(checkout, status);
  if (!canCreate) return null;
  const { mergeRequestUrl } = status;
  return (
    <div className={classes.create}>
      <Button
        className={classes.createHere}
        data-joined={mergeRequestUrl !== null || undefined}
        variant="default"
        leftSection={<IconGitPullRequest size={14} aria-hidden />}
        onClick={() => show({ kind: 'create-merge-request', checkout })}
      >
        Create merge request
      </Button>
      {mergeRequestUrl ? (
        <ActionIcon
          className={classes.createThere}
          variant="default"
          size={32}
          component="a"
          href={mergeRequestUrl}
          target="_blank"
          rel="noopener noreferrer"
          aria-label={createOnGitLab}
          title={createOnGitLab}
        >
          <IconArrowUpRight size={15} aria-hidden />
        </ActionIcon>
      ) : null}
    </div>
  );
}
