import type { Checkout, CheckoutStatus } from '@notelab/contract';
import { useQuery } from '@tanstack/react-query';
import { newsQuery } from '../../api/news-queries.ts';
import { type NewsInWords, newsInWords } from './news-words.ts';

/** What is new on GitLab's branch that a checkout is on; null when nothing is. */
export function useNews(checkout: Checkout, status: CheckoutStatus): NewsInWords | null {
  const { data } = useQuery(newsQuery(checkout, status));
  return newsInWords(status, data ?? null);
}
