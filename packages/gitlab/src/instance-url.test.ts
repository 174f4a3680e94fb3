import { describe, expect, test } from 'vitest';
import { isWithinInstance, joinInstanceUrl, parseInstanceUrl } from './instance-url.ts';
import { branchUrl, commitUrl, newMergeRequestUrl, projectUrl, repositoryGitUrl } from './web-urls.ts';

describe('parseInstanceUrl', () => {
  test.each([
    ['https://gitlab.com', 'https://gitlab.com'],
    ['https://gitlab.com/', 'https://gitlab.com'],
    ['  HTTPS://GitLab.Example.COM:443//  ', 'https://gitlab.example.com'],
    ['http://gitlab.example.com:8080', 'http://gitlab.example.com:8080'],
    ['https://example.com/gitlab/', 'https://example.com/gitlab'],
    ['https://example.com/tools/./git-lab', 'https://example.com/tools/git-lab'],
    ['gitlab.example.com/gitlab', 'https://gitlab.example.com/gitlab'],
    ['localhost:8080', 'https://localhost:8080'],
    ['https://bücher.example', 'https://xn--bcher-kva.example'],
    ['http://127.1', 'http://127.0.0.1'],
    ['http://0x7f000001:3000', 'http://127.0.0.1:3000'],
    ['http://2130706433', 'http://127.0.0.1'],
    ['http://[::ffff:127.0.0.1]', 'http://[::ffff:7f00:1]'],
  ])('normalises %s', (text, url) => {
    expect(parseInstanceUrl(text)).toEqual({ kind: 'url', url });
  });

  test.each([
    ['', 'empty'],
    ['   ', 'empty'],
    ['https://', 'not-an-address'],
    ['https://a b', 'not-an-address'],
    ['https://gitlab.com\n.evil.test', 'not-an-address'],
    ['https:\\\\gitlab.com', 'not-an-address'],
    ['javascript:alert(1)', 'not-an-address'],
    ['ftp://gitlab.com', 'scheme'],
    ['file:///etc/passwd', 'scheme'],
    ['https://user@gitlab.com', 'credentials'],
    ['https://user:token@gitlab.com', 'credentials'],
    ['https://@gitlab.com', 'credentials'],
    ['https://gitlab.com/?a=b', 'query-or-fragment'],
    ['https://gitlab.com/#', 'query-or-fragment'],
    ['https://gitlab.com.', 'host'],
    ['https://gitlab.com:0', 'host'],
    ['https://example.com/a%2fb', 'path'],
    ['https://example.com/a//b', 'path'],
    ["https://example.com/a'b", 'path'],
  ])('refuses %j: %s', (text, reason) => {
    expect(parseInstanceUrl(text)).toEqual({ kind: 'refused', reason });
  });
});

test.each([
  ['https://gitlab.com', 'oauth/token', 'https://gitlab.com/oauth/token'],
  ['https://example.com/gitlab', '/oauth/token', 'https://example.com/gitlab/oauth/token'],
  ['https://example.com/gitlab/', '/oauth/token', 'https://example.com/gitlab/oauth/token'],
])('%s joined with %s has one slash between', (instance, path, url) => {
  expect(joinInstanceUrl(instance, path)).toBe(url);
});

test.each([
  ['https://example.com/gitlab/api/v4/projects/1', true],
  ['https://example.com/gitlab', true],
  ['https://example.com/gitlab-evil', false],
  ['https://example.com/other', false],
  ['https://example.com/gitlab/../other', false],
  ['http://example.com/gitlab/x', false],
  ['https://example.com:8443/gitlab/x', false],
  ['https://user@example.com/gitlab/x', false],
  ['https://example.com.evil.test/gitlab/x', false],
])('whether %s is within a sub-path instance: %s', (url, expected) => {
  expect(isWithinInstance('https://example.com/gitlab', new URL(url))).toBe(expected);
});

describe('web addresses', () => {
  const instance = 'https://example.com/gitlab';
  const path = 'acme/platform/forecasting';

  test('keep the sub-path and the group', () => {
    expect(projectUrl(instance, path)).toBe('https://example.com/gitlab/acme/platform/forecasting');
    expect(repositoryGitUrl(instance, path)).toBe('https://example.com/gitlab/acme/platform/forecasting.git');
    expect(commitUrl(instance, path, 'abc123')).toBe(
      'https://example.com/gitlab/acme/platform/forecasting/-/commit/abc123',
    );
  });

  test('encode branch names with # and keep their slashes', () => {
    expect(branchUrl('https://gitlab.com', 'acme/analytics', 'fix/#12 ü')).toBe(
      'https://gitlab.com/acme/analytics/-/tree/fix/%2312%20%C3%BC',
    );
  });

  test('the new merge request page is filled in as GitLab expects', () => {
    expect(newMergeRequestUrl('https://gitlab.com', 'acme/analytics', { sourceBranch: 'feature/a&b' })).toBe(
      'https://gitlab.com/acme/analytics/-/merge_requests/new?merge_request%5Bsource_branch%5D=feature%2Fa%26b',
    );
    expect(
      newMergeRequestUrl('https://gitlab.com', 'acme/analytics', { sourceBranch: 'x', targetBranch: 'main' }),
    ).toBe(
      'https://gitlab.com/acme/analytics/-/merge_requests/new?merge_request%5Bsource_branch%5D=x&merge_request%5Btarget_branch%5D=main',
    );
  });
});
