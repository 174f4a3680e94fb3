import { describe, expect, it } from 'vitest';
import { locateSubmodule } from './locate-submodule.ts';

const about = { instanceUrl: 'https://gitlab.example.com/git', repositoryPath: 'acme/platform/analytics' };
const placeOf = (url: string) => {
  const place = locateSubmodule(url, about);
  return place.kind === 'here' ? place.repositoryPath : place.kind;
};

describe('where the address of a submodule leads', () => {
  it.each([
    ['../forecasting.git', 'acme/platform/forecasting'],
    ['../../handbook.git', 'acme/handbook'],
    ['./vendored.git', 'acme/platform/analytics/vendored'],
    ['https://gitlab.example.com/git/acme/lib.git', 'acme/lib'],
    ['https://gitlab.example.com/git/acme/lib', 'acme/lib'],
    ['git@gitlab.example.com:acme/lib.git', 'acme/lib'],
    ['ssh://git@gitlab.example.com:2222/acme/lib.git', 'acme/lib'],
  ])('%s is on the same instance', (url, path) => expect(placeOf(url)).toBe(path));

  it.each([
    'https://github.com/acme/lib.git',
    'https://gitlab.example.com/other/lib.git',
    'git@github.com:acme/lib',
  ])('%s is elsewhere', (url) => expect(placeOf(url)).toBe('elsewhere'));

  it.each([
    ...[
      '',
      '-u',
      '--upload-pack=touch ran',
      'ext::sh -c touch',
      'file:///etc',
      '/etc',
      'fd::17',
      'git://x/y',
    ],
    ...['../../../../lib.git', '../../..', 'https://gitlab.example.com/git/acme/lib.git\r', 'lib'],
    ...[
      'https://gitlab.example.com/git/acme/%2e%2e/lib',
      'https://gitlab.example.com/git/acme/-lib',
      '..\\lib',
    ],
    ...[
      'https://gitlab.example.com/git/acme/lib?x',
      'git@gitlab.example.com:../../lib',
      '../lib.git\n[core]',
    ],
  ])('%j is none to use', (url) => expect(placeOf(url)).toBe('unusable'));
});
