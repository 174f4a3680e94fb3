import { Button } from '@mantine/core';
import { type Checkout, pullCheckout } from '@notelab/contract';
import { IconArrowDown } from '@tabler/icons-react';
import { call } from '../../api/call.ts';
import { ErrorPanel } from '../../theme/error-panel.tsx';
import { useOpenConflicts } from '../conflicts/use-open-conflicts.ts';
import { useDialogs } from '../dialogs-context.ts';
import { useFollowedOperation } from '../operations/use-followed-operation.ts';
import { Notice } from './notice.tsx';

interface BehindNoticeProps {
  checkout: Checkout;
  /** Commits that GitLab has and the checkout does not; 0 when it is only known that there are some. */
  behind: number;
  disabled: boolean;
}

/** GitLab has commits that are not here: a push would be refused. */
export function BehindNotice({ checkout, behind, disabled }: BehindNoticeProps) {
  const { close } = useDialogs();
  const openConflicts = useOpenConflicts();
  const pulling = useFollowedOperation(({ outcome }) => {
    if (outcome?.kind !== 'conflicts') return;
    // The message is kept for when they are resolved.
    close();
    openConflicts(checkout);
  });
  const commits = behind === 0 ? 'new commits' : behind === 1 ? 'a commit' : `${behind} commits`;
  return (
    <Notice
      icon={<IconArrowDown size={16} aria-hidden />}
      tone="modified"
      actions={
        <Button
          size="xs"
          variant="default"
          loading={pulling.isBusy}
          disabled={disabled}
          onClick={() =>
            void pulling.start(() => call(pullCheckout, { params: { checkoutId: checkout.id } }))
          }
        >
          Pull first
        </Button>
      }
      more={pulling.error && !pulling.isBusy ? <ErrorPanel error={pulling.error} compact /> : null}
    >
      <strong>GitLab has {commits}</strong> that you do not have: it would refuse the push.
    </Notice>
  );
}
