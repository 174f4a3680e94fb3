import type { CheckoutStatus, RemoteNews } from '@notelab/contract';

/** What is new on GitLab, as a line: who, and how many commits. */
export interface NewsInWords {
  /** “3 new commits”, or all of it when there are none. */
  what: string;
  /** “by Ada and Bob”, or nothing. */
  by: string;
  /** `fetched`: the commits can be looked at here. `heard`: GitLab has told of them. */
  kind: 'fetched' | 'heard' | 'deleted';
}

/**
 * “3 new commits by Ada and Bob”: what was fetched, else what was only heard of. Null when there is nothing new.
 * @param news null while it is not known; the number is that of the status then
 */
export function newsInWords(
  { behind, upstreamGone }: Pick<CheckoutStatus, 'behind' | 'upstreamGone'>,
  news: RemoteNews | null,
): NewsInWords | null {
  const heard = news?.heard ?? null;
  if (heard?.kind === 'deleted' && !upstreamGone)
    return { kind: 'deleted', what: `${heard.by[0] ?? 'Somebody'} deleted this branch on GitLab`, by: '' };
  if (heard?.kind === 'pushed') {
    const count = behind > 0 || heard.count === null ? null : heard.count;
    return { kind: 'heard', what: commitsInWords(count), by: byWhom(heard.by, heard.by.length) };
  }
  if (behind === 0) return null;
  const authors = news?.count === behind ? news.authors : [];
  return { kind: 'fetched', what: commitsInWords(behind), by: byWhom(authors, news?.authorCount ?? 0) };
}

function commitsInWords(count: number | null): string {
  if (count === null || count === 0) return 'New commits';
  return count === 1 ? '1 new commit' : `${count} new commits`;
}

const namedAuthors = 2;

/** “by Ada, Bob and 3 others”. */
function byWhom(names: string[], nameCount: number): string {
  if (names.length === 0) return '';
  const shown = names.slice(0, namedAuthors);
  const others = nameCount - shown.length;
  if (others > 0) return `by ${shown.join(', ')} and ${others} other${others === 1 ? '' : 's'}`;
  return `by ${shown.join(' and ')}`;
}
