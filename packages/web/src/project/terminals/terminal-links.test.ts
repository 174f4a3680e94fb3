import { expect, it } from 'vitest';
import { linkPattern, mayFollow } from './terminal-links.ts';

const linkIn = (line: string) => linkPattern.exec(line)?.[0];

it('finds addresses in what programs print, without the sentence around them', () => {
  const address = 'https://gitlab.example.com/acme/analytics/-/merge_requests/42?tab=diffs#note_1';
  expect(linkIn(`remote:   ${address}`)).toBe(address);
  expect(linkIn(`See (${address}).`)).toBe(address);
  expect(linkIn(`“<${address}>”`)).toBe(address);
});

it('makes no link of anything but https', () => {
  for (const address of [
    'http://gitlab.example.com',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'ssh://git@host',
  ])
    expect(linkIn(`see ${address} there`)).toBeUndefined();
});

it('follows no address that a program hides behind other words, unless it is https', () => {
  expect(mayFollow('https://gitlab.example.com')).toBe(true);
  for (const address of [
    'http://gitlab.example.com',
    'javascript:alert(1)',
    'data:text/html,x',
    'no address',
  ])
    expect(mayFollow(address)).toBe(false);
});
