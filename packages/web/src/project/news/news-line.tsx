import { UnstyledButton } from '@mantine/core';
import type { Checkout } from '@notelab/contract';
import { IconArrowDown } from '@tabler/icons-react';
import { useCheckoutActions } from '../git-panel/use-checkout-actions.ts';
import { useOpenHistory } from '../history/use-open-history.ts';
import classes from './news-line.module.css';
import type { NewsInWords } from './news-words.ts';

interface NewsLineProps {
  checkout: Checkout;
  news: NewsInWords;
  /** Editors who can reach GitLab, when nothing else is under way. */
  canPull: boolean;
}

/** “3 new commits by Ada and Bob — Pull”. */
export function NewsLine({ checkout, news, canPull }: NewsLineProps) {
  const { pull, fetch } = useCheckoutActions();
  const openHistory = useOpenHistory(checkout);
  const isDeleted = news.kind === 'deleted';
  return (
    <span className={classes.news} role="status">
      {isDeleted ? null : <IconArrowDown className={classes.icon} size={14} aria-hidden />}
      <span>
        {news.kind === 'fetched' ? (
          <UnstyledButton
            className={classes.commits}
            title="Show the commits that are not here yet"
            onClick={() => openHistory({ of: 'to-pull' })}
          >
            {news.what}
          </UnstyledButton>
        ) : (
          news.what
        )}{' '}
        {news.by}
        {canPull ? (
          <span className={classes.whole}>
            {' '}
            <span aria-hidden>—</span>{' '}
            <UnstyledButton
              className={classes.action}
              aria-label={isDeleted ? 'Fetch the deletion' : 'Pull the new commits'}
              onClick={() => void (isDeleted ? fetch(checkout) : pull(checkout))}
            >
              {isDeleted ? 'Fetch' : 'Pull'}
            </UnstyledButton>
          </span>
        ) : null}
      </span>
    </span>
  );
}
