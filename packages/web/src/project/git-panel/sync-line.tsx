import { ActionIcon, UnstyledButton } from '@mantine/core';
import type { Checkout, CheckoutStatus } from '@notelab/contract';
import { IconRefresh } from '@tabler/icons-react';
import { Chip } from '../../theme/chip.tsx';
import { RelativeTime } from '../../theme/relative-time.tsx';
import { useOpenHistory } from '../history/use-open-history.ts';
import { NewsLine } from '../news/news-line.tsx';
import { useNews } from '../news/use-news.ts';
import classes from './git-panel.module.css';
import { useCheckoutActions } from './use-checkout-actions.ts';

interface SyncLineProps {
  checkout: Checkout;
  status: CheckoutStatus;
  canFetch: boolean;
  fetching: boolean;
}

/** How the branch stands to GitLab's, as of the last fetch; and what is new there, when something is. */
export function SyncLine({ checkout, status, canFetch, fetching }: SyncLineProps) {
  const { fetch } = useCheckoutActions();
  const { lastFetch } = status;
  const news = useNews(checkout, status);
  const fetched = lastFetch ? (
    <>
      fetched <RelativeTime at={lastFetch.at} /> by {lastFetch.by}
    </>
  ) : (
    'not fetched yet'
  );
  return (
    <div className={classes.sync}>
      <SyncChips checkout={checkout} status={status} hasNews={news !== null} />
      {news ? (
        <NewsLine checkout={checkout} news={news} canPull={canFetch && status.ongoing === null} />
      ) : (
        <span className={classes.fetched}>{fetched}</span>
      )}
      {canFetch ? (
        <ActionIcon
          variant="subtle"
          color="gray"
          size={24}
          aria-label="Fetch"
          title="Ask GitLab what is new"
          loading={fetching}
          onClick={() => void fetch(checkout)}
        >
          <IconRefresh size={14} aria-hidden />
        </ActionIcon>
      ) : null}
    </div>
  );
}

function SyncChips({
  checkout,
  status,
  hasNews,
}: Pick<SyncLineProps, 'checkout' | 'status'> & { hasNews: boolean }) {
  const openHistory = useOpenHistory(checkout);
  const { ahead, behind, upstream, upstreamGone, head } = status;
  if (head.kind === 'detached') return <Chip tone="modified">on no branch</Chip>;
  if (upstreamGone) return <Chip tone="conflict">gone from GitLab</Chip>;
  if (head.kind === 'unborn') return <Chip>nothing committed yet</Chip>;
  if (!upstream) return <Chip tone="info">not on GitLab yet</Chip>;
  return (
    <>
      {ahead > 0 ? (
        <UnstyledButton
          className={classes.chipButton}
          title="Show the commits that GitLab does not have"
          onClick={() => openHistory({ of: 'to-push' })}
        >
          <Chip>↑ {ahead} to push</Chip>
        </UnstyledButton>
      ) : null}
      {ahead === 0 && behind === 0 && !hasNews ? <Chip tone="added">up to date</Chip> : null}
    </>
  );
}
