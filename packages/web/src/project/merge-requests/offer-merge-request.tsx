import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useCallback } from 'react';
import { checkoutsQuery } from '../../api/queries.ts';
import { useDialogs } from '../dialogs-context.ts';
import { useProject } from '../project-context.ts';

/** A button for what GitLab proposed when it took a push; null when it proposed nothing. */
export type OfferMergeRequest = (checkoutId: string, lines: string[], onTaken: () => void) => ReactNode;

export function useOfferMergeRequest(): OfferMergeRequest {
  const { show } = useDialogs();
  const { id: projectId } = useProject();
  const client = useQueryClient();
  return useCallback(
    (checkoutId, lines, onTaken) => {
      const checkouts = client.getQueryData(checkoutsQuery(projectId).queryKey);
      const checkout = checkouts?.find(({ id }) => id === checkoutId);
      if (!checkout || !lines.some((line) => line.includes('/merge_requests/new'))) return null;
      const open = () => {
        onTaken();
        show({ kind: 'create-merge-request', checkout });
      };
      return (
        <Button mt={8} size="xs" variant="default" onClick={open}>
          Create merge request
        </Button>
      );
    },
    [client, projectId, show],
  );
}
