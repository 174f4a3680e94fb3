import { describe, expect, test } from 'vitest';
import { parseLfsRequest } from './parse-lfs-request.ts';

const repository = `/i/${'a'.repeat(20)}/acme/sub/analytics.git`;
const at = (rest: string) => `${repository}/info/lfs/${rest}`;
const common = { ok: true, instanceId: 'a'.repeat(20), repositoryPath: 'acme/sub/analytics' };

describe('addresses of Git LFS', () => {
  test.each([
    ['POST', 'objects/batch', { kind: 'batch' }],
    ['GET', 'locks', { kind: 'list-locks', query: '' }],
    ['GET', 'locks?path=a%20b&limit=1', { kind: 'list-locks', query: 'path=a%20b&limit=1' }],
    ['POST', 'locks', { kind: 'lock' }],
    ['POST', 'locks/verify', { kind: 'verify-locks' }],
    ['POST', 'locks/12/unlock', { kind: 'unlock', lockId: '12' }],
    ['GET', 'transfers/Ab-_9', { kind: 'transfer', method: 'GET', ticket: 'Ab-_9' }],
    ['PUT', 'transfers/Ab-_9', { kind: 'transfer', method: 'PUT', ticket: 'Ab-_9' }],
  ])('%s %s is understood', (method, rest, action) => {
    expect(parseLfsRequest(method, at(rest))).toEqual({ ...common, action });
  });

  test.each([
    ['GET', 'objects/batch'],
    ['POST', 'objects'],
    ['GET', `objects/${'0'.repeat(64)}`],
    ['POST', 'objects/batch?x=1'],
    ['POST', 'locks?path=x'],
    ['DELETE', 'locks'],
    ['POST', 'locks/../unlock'],
    ['POST', 'locks/1%2f2/unlock'],
    ['POST', 'locks/1/2/unlock'],
    ['DELETE', 'transfers/abc'],
    ['GET', 'transfers/'],
    ['GET', 'transfers/a/b'],
    ['GET', 'transfers/a?x=1'],
    ['GET', 'transfers/..'],
    ['GET', ''],
  ])('%s %s leads nowhere', (method, rest) => {
    expect(parseLfsRequest(method, at(rest))).toMatchObject({ ok: false, status: 404 });
  });

  test.each([
    `${repository}/info/refs?service=git-upload-pack`,
    `${repository}/gitlab-lfs/objects/${'0'.repeat(64)}`,
    `/i/${'a'.repeat(20)}/acme/analytics/info/lfs/objects/batch`,
    `/i/${'a'.repeat(20)}/acme/../x.git/info/lfs/objects/batch`,
    `/i/${'a'.repeat(20)}/acme//x.git/info/lfs/objects/batch`,
    `/i/${'a'.repeat(20)}/x.git/info/lfs/objects/batch`,
    `/i/${'a'.repeat(20)}/acme%2fx.git/info/lfs/objects/batch`,
    '/info/lfs/objects/batch',
    `${repository}/info/lfs/locks?path=a?b`,
  ])('%s is not one of them', (url) => {
    expect(parseLfsRequest('POST', url)).toBeNull();
  });
});
