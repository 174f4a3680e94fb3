import { describe, expect, it } from 'vitest';
import { addressOf, toError } from './call.ts';
import { ProblemError, toShownProblem, UnreachableError } from './problem.ts';

describe('the address of an endpoint', () => {
  it('has its parameters filled in, encoded', () => {
    expect(addressOf('/api/invitations/:token/accept', { token: 'a/b?c' })).toBe(
      '/api/invitations/a%2Fb%3Fc/accept',
    );
  });

  it('has the query without undefined values', () => {
    expect(addressOf('/api/x', {}, { path: 'a b#c', search: undefined, page: 2 })).toBe(
      '/api/x?path=a+b%23c&page=2',
    );
    expect(addressOf('/api/x', {}, { search: undefined })).toBe('/api/x');
  });
});

describe('a failed reply', () => {
  it('carries the problem of the server', async () => {
    const problem = {
      code: 'gitlab-forbidden',
      detail: 'No access to acme/analytics.',
      requestId: 'r1',
      status: 403,
    };
    const error = await toError(new Response(JSON.stringify(problem), replyOf('application/problem+json')));
    expect(error).toBeInstanceOf(ProblemError);
    expect(toShownProblem(error)).toMatchObject({
      title: 'GitLab does not allow this to your account',
      detail: 'No access to acme/analytics.',
      requestId: null,
    });
  });

  it('counts as no answer when it is a page of a proxy', async () => {
    const error = await toError(new Response('<h1>Bad gateway</h1>', replyOf('text/html')));
    expect(error).toBeInstanceOf(UnreachableError);
    expect(toShownProblem(error).next).toBe('try-again');
  });

  it('counts as no answer when its code is not a problem’s', async () => {
    const error = await toError(new Response('{"message":"hm"}', replyOf('application/json')));
    expect(error).toBeInstanceOf(UnreachableError);
  });
});

function replyOf(type: string): ResponseInit {
  return { status: 502, headers: { 'content-type': type } };
}
