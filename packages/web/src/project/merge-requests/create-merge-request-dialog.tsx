import { Button, Skeleton } from '@mantine/core';
import type { Checkout } from '@notelab/contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { mergeRequestProposalQuery } from '../../api/merge-request-queries.ts';
import { Dialog } from '../../theme/dialog.tsx';
import { ErrorPanel } from '../../theme/error-panel.tsx';
import { MergeRequestForm } from './merge-request-form.tsx';

interface CreateMergeRequestDialogProps {
  checkout: Checkout;
  onClose: () => void;
}

/** Creates a merge request of the current branch on GitLab. */
export function CreateMergeRequestDialog({ checkout, onClose }: CreateMergeRequestDialogProps) {
  const [target, setTarget] = useState<string | undefined>(undefined);
  const query = useQuery(mergeRequestProposalQuery(checkout.id, target));
  if (query.data)
    return (
      <MergeRequestForm
        checkout={checkout}
        proposal={query.data}
        targetBranch={target ?? query.data.targetBranch}
        onTarget={setTarget}
        onClose={onClose}
      />
    );
  return (
    <Dialog
      title="Create merge request"
      size={600}
      onClose={onClose}
      footer={
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
      }
    >
      {query.isError ? (
        <ErrorPanel error={query.error} compact onRetry={() => void query.refetch()} />
      ) : (
        <div role="status" aria-label="Asking GitLab">
          {[34, 34, 120, 34].map((height, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: they are all alike
            <Skeleton key={index} height={height} radius={7} mb={14} />
          ))}
        </div>
      )}
    </Dialog>
  );
}
