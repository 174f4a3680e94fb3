import type { RemoteNews } from '@notelab/contract';
import { describe, expect, it } from 'vitest';
import { newsInWords } from './news-words.ts';

const news = (
  authors: string[],
  heard: Partial<RemoteNews['heard']> | null = null,
  count = 3,
): RemoteNews => ({
  branch: 'main',
  count,
  authors: authors.slice(0, 5),
  authorCount: authors.length,
  heard: heard && { kind: 'pushed', by: [], count: null, at: '2026-01-01T00:00:00.000Z', ...heard },
});
function words(behind: number, known: RemoteNews | null): string | null {
  const said = newsInWords({ behind, upstreamGone: false }, known);
  return said && `${said.what} ${said.by}`.trim();
}

describe('news of GitLab’s branch', () => {
  it('says how many commits are new, and whose', () => {
    expect(words(3, news(['Ada']))).toBe('3 new commits by Ada');
    expect(words(3, news(['Ada', 'Bob']))).toBe('3 new commits by Ada and Bob');
    expect(words(3, news(['Ada', 'Bob', 'Cy']))).toBe('3 new commits by Ada, Bob and 1 other');
    expect(words(3, news(['A', 'B', 'C', 'D', 'E', 'F', 'G']))).toBe('3 new commits by A, B and 5 others');
  });

  it('names nobody while it only knows how many, or knows of others', () => {
    expect(words(1, null)).toBe('1 new commit');
    expect(words(2, news(['Ada'], null, 5))).toBe('2 new commits');
  });

  it('says what was heard of and not fetched yet', () => {
    expect(words(0, news([], { by: ['Ada'], count: 2 }))).toBe('2 new commits by Ada');
    expect(words(0, news([]))).toBe(null);
    expect(words(0, news([], { by: [] }))).toBe('New commits');
    expect(words(3, news(['Ada'], { by: ['Bob'], count: 2 }))).toBe('New commits by Bob');
    expect(words(0, news([], { kind: 'deleted', by: ['Bob'] }))).toBe('Bob deleted this branch on GitLab');
  });
});
