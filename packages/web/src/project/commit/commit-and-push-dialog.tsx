import { CloseButton, Modal, Skeleton } from '@mantine/core';
import type { Checkout } from '@notelab/contract';
import { useQuery } from '@tanstack/react-query';
import { checkoutStatusQuery } from '../../api/queries.ts';
import { Chip } from '../../theme/chip.tsx';
import { QueryErrorPanel } from '../../theme/error-panel.tsx';
import { useFocusReturn } from '../../theme/use-focus-return.ts';
import { useRemoteAccess } from '../git-panel/use-remote-access.ts';
import classes from './commit.module.css';
import { CommitForm } from './commit-form.tsx';

interface CommitAndPushDialogProps {
  checkout: Checkout;
  onClose: () => void;
}

/** Commits chosen files with a message, and pushes. */
export function CommitAndPushDialog({ checkout, onClose }: CommitAndPushDialogProps) {
  useFocusReturn();
  // The files as they are now: what was known before may be minutes old.
  const query = useQuery({ ...checkoutStatusQuery(checkout.id), refetchOnMount: 'always' });
  const status = query.isFetchedAfterMount ? query.data : undefined;
  const access = useRemoteAccess(checkout);
  return (
    <Modal.Root opened onClose={onClose} size="min(1160px, 94vw)" centered>
      <Modal.Overlay backgroundOpacity={0.45} />
      <Modal.Content radius={12}>
        <div className={classes.content}>
          <div className={classes.head}>
            <Modal.Title className={classes.title}>Commit & Push</Modal.Title>
            <Chip>{checkout.folderName}</Chip>
            {access.kind === 'open' ? (
              <>
                <span className={classes.dim}>as</span>
                <Chip>@{access.account.username}</Chip>
              </>
            ) : null}
            <CloseButton className={classes.close} aria-label="Close" onClick={onClose} />
          </div>
          {status ? (
            <CommitForm
              checkout={checkout}
              status={status}
              username={access.kind === 'open' ? access.account.username : null}
              onClose={onClose}
            />
          ) : query.isError ? (
            <div className={classes.plain}>
              <QueryErrorPanel query={query} />
            </div>
          ) : (
            <div className={classes.plain} role="status" aria-label="Looking for changes">
              <Skeleton height={70} radius={7} width="34%" />
              {[26, 30, 22].map((width) => (
                <Skeleton key={width} height={10} width={`${width}%`} mt={18} />
              ))}
            </div>
          )}
        </div>
      </Modal.Content>
    </Modal.Root>
  );
}
