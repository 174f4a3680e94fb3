import type { Webhook } from '@notelab/contract';
import { Chip } from '../../theme/chip.tsx';
import { RelativeTime } from '../../theme/relative-time.tsx';

/** Whether GitLab tells of pushes, in a word or two. */
export function WebhookChip({ webhook }: { webhook: Webhook }) {
  switch (webhook.state) {
    case 'working':
      return <Chip tone="added">pushes show at once</Chip>;
    case 'waiting':
      return <Chip title="GitLab has not delivered anything yet">webhook not heard of yet</Chip>;
    case 'failing':
      return (
        <Chip tone="conflict" title={webhook.problem ?? undefined}>
          webhook fails
        </Chip>
      );
  }
}

/** The rest of it, for a second line. */
export function WebhookDetail({ webhook }: { webhook: Webhook }) {
  const { state, problem, lastDeliveryAt } = webhook;
  if (state === 'failing') return <span title={problem ?? undefined}>{problem}</span>;
  if (lastDeliveryAt === null) return 'Waits for GitLab’s first delivery';
  return (
    <>
      GitLab last delivered <RelativeTime at={lastDeliveryAt} />
    </>
  );
}
