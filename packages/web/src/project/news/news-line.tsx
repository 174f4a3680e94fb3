import { UnstyledButton } from '@mantine/core';
import type { Checkout } from '@notelab/contract';
import { useCheckoutActions } from '../git-panel/use-checkout-actions.ts';
import classes from './news-line.module.css';
import type { NewsInWords } from './news-words.ts';

interface NewsLineProps {
  checkout: Checkout;
  news: NewsInWords;
  /** Editors who can reach GitLab, when nothing else is under way. */
  canPull: boolean;
}

/** “3 new commits by Ada and Bob — Pull”. */
export function NewsLine({ checkout, news: { text, kind }, canPull }: NewsLineProps) {
  const { pull, fetch } = useCheckoutActions();
  return (
    <span className={classes.news} role="status">
      {text}
      {canPull ? (
        <>
          {' '}
          <span aria-hidden>—</span>{' '}
          <UnstyledButton
            className={classes.action}
            aria-label={kind === 'commits' ? 'Pull the new commits' : 'Fetch the deletion'}
            onClick={() => void (kind === 'commits' ? pull(checkout) : fetch(checkout))}
          >
            {kind === 'commits' ? 'Pull' : 'Fetch'}
          </UnstyledButton>
        </>
      ) : null}
    </span>
  );
}
