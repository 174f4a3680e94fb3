import { type Checkout, type CheckoutStatus, getRemoteNews, listWebhooks } from '@notelab/contract';
import { keepPreviousData, queryOptions } from '@tanstack/react-query';
import { call } from './call.ts';

/** What is new on GitLab's branch. It is another question when the branch stands elsewhere, here or on GitLab. */
export const newsQuery = ({ id, repositoryId }: Checkout, status: CheckoutStatus | undefined) =>
  queryOptions({
    queryKey: ['news', repositoryId, id, status && [status.head, status.headOid, status.behind]],
    queryFn: ({ signal }) => call(getRemoteNews, { params: { checkoutId: id }, signal }),
    enabled: status !== undefined,
    placeholderData: keepPreviousData,
  });

export const webhooksQuery = (workspaceId: string) =>
  queryOptions({
    queryKey: ['webhooks', workspaceId],
    queryFn: ({ signal }) => call(listWebhooks, { params: { workspaceId }, signal }),
  });
