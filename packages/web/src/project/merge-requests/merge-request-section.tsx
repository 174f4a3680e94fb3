import type { Checkout, CheckoutStatus } from '@notelab/contract';
import { SectionTitle } from '../../theme/section-title.tsx';
import { MergeRequestCard } from './merge-request-card.tsx';
import { ProblemLine } from './problem-line.tsx';
import { RefreshButton } from './refresh-button.tsx';
import { useWatchedMergeRequest } from './use-branch-merge-request.ts';

/** The merge request of the current branch; nothing while there is none. */
export function MergeRequestSection({ checkout, status }: { checkout: Checkout; status: CheckoutStatus }) {
  const { data, refresh, isRefreshing } = useWatchedMergeRequest(checkout, status);
  if (!data) return null;
  const { mergeRequest, problem, askedAt } = data;
  // Why GitLab could not be asked, the list of all merge requests says.
  if (!mergeRequest) return null;
  return (
    <section aria-label="Merge request">
      <SectionTitle
        action={
          <RefreshButton label="Ask GitLab about the merge request" busy={isRefreshing} onClick={refresh} />
        }
      >
        Merge request
      </SectionTitle>
      <MergeRequestCard mergeRequest={mergeRequest} />
      {problem ? <ProblemLine problem={problem} askedAt={askedAt} /> : null}
    </section>
  );
}
