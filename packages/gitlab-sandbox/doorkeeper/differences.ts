import type { Reply } from './reply.ts';

/** Something about the answers that is known to be different, and why the sandbox has it its way. */
export interface Difference {
  because: string;
  /** The cases in which it shows; where none are named it may show in all. */
  cases?: string[];
  /** What the sandbox answers where Doorkeeper answers this. */
  change(reply: Reply): Reply;
}

const unsupportedGrantType = 'The authorization grant type is not supported by the authorization server.';
const missingGrantType = 'Missing required parameter: grant_type.';
const refusal = (error: string, description: string): Partial<Reply> => ({
  status: 400,
  wwwAuthenticate: `Bearer realm="Doorkeeper", error="${error}", error_description="${description}"`,
  body: { error, error_description: description },
});

export const differences: Difference[] = [
  {
    because: 'Since 5.6.6 Doorkeeper says Pragma with tokens only, not with mistakes.',
    change: (reply) => (reply.status >= 400 ? { ...reply, pragma: null } : reply),
  },
  {
    because: 'GitLab adds two fields to what Doorkeeper tells about a token.',
    change: (reply) => {
      const body = reply.body as Record<string, unknown> | null;
      if (typeof body !== 'object' || !body?.resource_owner_id) return reply;
      return { ...reply, body: { ...body, scopes: body.scope, expires_in_seconds: body.expires_in } };
    },
  },
  {
    because: 'The sandbox lets nobody in by password or without a user, as GitLab can.',
    cases: ['grant: the user’s password', 'grant: the application’s own'],
    change: (reply) => ({ ...reply, ...refusal('unsupported_grant_type', unsupportedGrantType) }),
  },
  {
    because: 'Since 5.8.1 Doorkeeper revokes a refresh token also after its access token has expired.',
    cases: ['revoke: the refresh token of an expired access token'],
    change: (reply) => ({
      ...reply,
      ...refusal(
        'invalid_grant',
        'The provided authorization grant is invalid, expired, revoked, does not match the redirection URI used in the authorization request, or was issued to another client.',
      ),
      pragma: null,
    }),
  },
  {
    because: 'What is nowhere asks who is not signed in to sign in, on GitLab.',
    cases: [
      'malformed: GET /oauth/token',
      'malformed: GET /oauth/revoke',
      'malformed: GET /oauth/introspect',
      'malformed: POST /oauth/token/info',
    ],
    change: (reply) => ({ ...reply, status: 302, location: '/users/sign_in', body: null }),
  },
  {
    because: 'GitLab refuses null bytes before Doorkeeper sees them.',
    cases: ['malformed: a null byte'],
    change: (reply) => ({
      ...reply,
      contentType: null,
      cacheControl: null,
      wwwAuthenticate: null,
      body: 'page',
    }),
  },
  {
    because: 'Rails answers with a page of its own that no client reads; the status counts.',
    cases: ['malformed: JSON that is none'],
    change: (reply) => ({
      ...reply,
      contentType: 'application/json; charset=utf-8',
      body: { statusCode: 400, error: 'Bad Request', message: 'The body is not valid JSON.' },
    }),
  },
  {
    because: 'The sandbox reads texts only. No client sends anything else here.',
    cases: ['malformed: JSON with a number for a text', 'malformed: a list for a text'],
    change: (reply) => ({ ...reply, ...refusal('invalid_request', missingGrantType) }),
  },
];

/** What the sandbox is to answer in a case, given Doorkeeper's answer. */
export function expectedOf(title: string, reply: Reply): Reply {
  return differences
    .filter(({ cases }) => cases === undefined || cases.includes(title))
    .reduce((changed, { change }) => change(changed), reply);
}
