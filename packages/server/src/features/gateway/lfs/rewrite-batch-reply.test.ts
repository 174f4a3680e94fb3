import { type InstanceId, newId, type ProjectId, type RepositoryId, type UserId } from '@notelab/contract';
import { beforeEach, describe, expect, test } from 'vitest';
import { createPasses, type Pass } from '../../passes/passes.ts';
import { type Action, BatchReply, BatchRequest } from './batch-messages.ts';
import { rewriteBatchReply } from './rewrite-batch-reply.ts';
import { createTickets, type Tickets } from './tickets.ts';

const baseUrl = 'https://gitlab.example.com/gitlab';
const oid = 'a'.repeat(64);
const nowMs = 1_800_000_000_000;
const repository = { path: 'acme/analytics', repositoryId: newId<RepositoryId>() };
const storage = `${baseUrl}/acme/analytics.git/gitlab-lfs/objects/${oid}`;
let pass: Pass;
let tickets: Tickets;

beforeEach(() => {
  const passes = createPasses({ now: () => nowMs });
  tickets = createTickets(passes, { now: () => nowMs });
  const found = passes.find(
    passes.issue({
      userId: newId<UserId>(),
      projectId: newId<ProjectId>(),
      instanceId: newId<InstanceId>(),
      repositories: [repository],
      access: 'write',
      label: 'test',
      lifetimeMs: 15 * 60_000,
    }).secret,
  );
  if (found.kind === 'live') pass = found.pass;
});

function rewrite(operation: 'download' | 'upload', objects: unknown[], asked = [{ oid, size: 5 }]) {
  return rewriteBatchReply(BatchReply.parse({ objects }), BatchRequest.parse({ operation, objects: asked }), {
    pass,
    repository,
    baseUrl,
    tickets,
    toUrl: (ticket) => `http://gateway/${ticket}`,
    nowMs,
  }).objects;
}
const download = (action: Partial<Action>) =>
  rewrite('download', [{ oid, size: 5, actions: { download: { href: storage, ...action } } }])[0];
const ticketOf = (href = '') => tickets.find(pass, href.replace('http://gateway/', ''));

describe('a batch reply', () => {
  test('leads to the gateway, and what GitLab said to send stays there', () => {
    const header = {
      Authorization: 'Basic c2VjcmV0',
      'Content-Type': 'application/octet-stream',
      'Transfer-Encoding': 'chunked',
      Host: 'evil.example.com',
    };
    const action = { href: `${storage}/5`, header, expires_in: 600, expires_at: '2030-01-01T00:00:00Z' };
    const [object] = rewrite('upload', [
      {
        oid,
        size: 5,
        authenticated: true,
        secret: 'x',
        actions: { upload: action, verify: { href: storage } },
      },
    ]);
    expect(object).toEqual({
      oid,
      size: 5,
      actions: {
        upload: { href: expect.stringMatching(/^http:\/\/gateway\/[\w-]{43}$/), expires_in: 600 },
        verify: { href: expect.stringMatching(/^http:\/\/gateway\/[\w-]{43}$/), expires_in: 900 },
      },
    });
    const ticket = ticketOf(object?.actions?.upload?.href);
    expect(ticket).toMatchObject({ kind: 'upload', oid, size: 5, chunked: true });
    expect(ticket?.href.href).toBe(`${storage}/5`);
    expect(Object.keys(ticket?.headers ?? {}).sort()).toEqual(['authorization', 'content-type']);
    expect(ticket?.headers.authorization?.reveal()).toBe('Basic c2VjcmV0');
    expect(JSON.stringify(ticket)).not.toContain('c2VjcmV0');
  });

  test.each([
    ['GitLab’s seconds', { expires_in: 60 }, 60],
    ['GitLab’s time', { expires_at: new Date(nowMs + 120_000).toISOString() }, 120],
    ['its pass, when GitLab says nothing', {}, 900],
    ['its pass, when GitLab gives more', { expires_in: 7200 }, 900],
    ['a second, never none', { expires_in: 0.1 }, 1],
  ])('ends with %s', (_case, action, seconds) => {
    expect(download(action)?.actions?.download?.expires_in).toBe(seconds);
  });

  test.each([
    ['another site over HTTP', 'http://storage.example.com/x'],
    ['the instance’s host over HTTP', 'http://gitlab.example.com/x'],
    ['a file', 'file:///etc/passwd'],
    ['credentials in the address', 'https://user:word@storage.example.com/x'],
    ['nowhere', 'not an address'],
    ['an address without a host', '/acme/analytics.git/x'],
  ])('that leads to %s becomes an error of the object', (_case, href) => {
    expect(download({ href })).toEqual({
      oid,
      size: 5,
      error: { code: 502, message: 'GitLab keeps it where Notelab does not go.' },
    });
  });

  test('may lead to a storage elsewhere over HTTPS', () => {
    const { actions } = download({ href: 'https://storage.example.com/x?X-Amz-Signature=abc' })!;
    expect(ticketOf(actions?.download?.href)?.href.host).toBe('storage.example.com');
  });

  test('is about nothing but what was asked for', () => {
    const other = 'b'.repeat(64);
    const actions = { download: { href: storage }, upload: { href: storage }, verify: { href: storage } };
    const answers = rewrite(
      'download',
      [
        { oid, size: 5, actions },
        { oid: other, size: 5, actions },
        { oid, size: 6, actions },
        { oid: 'c'.repeat(64), size: 7, error: { code: 404, message: 'no', more: 'x' } },
      ],
      [
        { oid, size: 5 },
        { oid: 'c'.repeat(64), size: 7 },
      ],
    );
    expect(answers.map(({ oid: each, size }) => [each, size])).toEqual([
      [oid, 5],
      ['c'.repeat(64), 7],
    ]);
    expect(Object.keys(answers[0]?.actions ?? {})).toEqual(['download']);
    expect(answers[1]?.error).toEqual({ code: 404, message: 'no' });
  });

  test('about an object that GitLab has already says only that', () => {
    expect(rewrite('upload', [{ oid, size: 5 }])).toEqual([{ oid, size: 5 }]);
  });
});

describe('a batch request', () => {
  const objects = [{ oid, size: 5 }];
  test.each([
    ['another operation', { operation: 'delete', objects }],
    ['no object', { operation: 'download', objects: [] }],
    ['an oid that is a path', { operation: 'download', objects: [{ oid: '../x', size: 1 }] }],
    ['a size below zero', { operation: 'download', objects: [{ oid, size: -1 }] }],
    ['another algorithm', { operation: 'download', objects, hash_algo: 'sha1' }],
    ['too many objects', { operation: 'download', objects: Array(1001).fill(objects[0]) }],
  ])('with %s is none', (_case, asked) => {
    expect(BatchRequest.safeParse(asked).success).toBe(false);
  });

  test('is passed on without what Notelab does not know', () => {
    expect(BatchRequest.parse({ operation: 'upload', objects, transfers: ['tus'], x: 1 })).toEqual({
      operation: 'upload',
      objects,
    });
  });
});
