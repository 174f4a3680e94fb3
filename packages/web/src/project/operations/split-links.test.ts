import { expect, test } from 'vitest';
import { splitLinks } from './split-links.ts';

test('the address of a new merge request becomes a link', () => {
  const url = 'https://gitlab.example.com/acme/analytics/-/merge_requests/new?merge_request%5Bsource%5D=x';
  expect(splitLinks(`visit: ${url}.`)).toEqual([
    { text: 'visit: ', url: null },
    { text: url, url },
    { text: '.', url: null },
  ]);
});

test('nothing but web addresses becomes a link', () => {
  expect(splitLinks('javascript:alert(1) ftp://x/y "')).toEqual([
    { text: 'javascript:alert(1) ftp://x/y "', url: null },
  ]);
  expect(splitLinks('')).toEqual([]);
});
