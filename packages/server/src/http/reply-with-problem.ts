import { type ErrorCode, errorTable, type Problem, type ProblemReply } from '@notelab/contract';
import type { FastifyError, FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { hasZodFastifySchemaValidationErrors } from 'fastify-type-provider-zod';
import { ProblemError } from '../problem.ts';

/** Every reply that is not a success is `application/problem+json` (RFC 9457) with a code of the error table. */
export function replyWithProblems(app: FastifyInstance): void {
  app.setErrorHandler((error: FastifyError, request, reply) => {
    const problem = toProblem(error);
    // Who has gone away in the middle (a closed tab) gets no answer, and is no failure.
    const isGone = request.raw.destroyed && !request.raw.complete;
    if (problem.code === 'internal' && !isGone) request.log.error({ err: error }, 'request failed');
    return sendProblem(request, reply, problem);
  });
}

export function sendProblem(request: FastifyRequest, reply: FastifyReply, problem: Problem): FastifyReply {
  const row = errorTable[problem.code];
  const body: ProblemReply = {
    type: `urn:notelab:problem:${problem.code}`,
    title: problem.code.replaceAll('-', ' '),
    status: row.status,
    retry: row.retry,
    next: row.next,
    requestId: request.id,
    ...problem,
  };
  return reply.code(row.status).type('application/problem+json').serializer(JSON.stringify).send(body);
}

/** Reads any thrown value as a problem. What Notelab did not foresee becomes `internal`, without its text. */
export function toProblem(error: unknown): Problem {
  if (error instanceof ProblemError) return error.problem;
  if (hasZodFastifySchemaValidationErrors(error)) {
    const fields: Record<string, string> = {};
    for (const issue of error.validation) {
      const name = issue.instancePath.split('/').filter(Boolean).join('.') || 'request';
      fields[name] ??= issue.message ?? 'not valid';
    }
    return { code: 'invalid-input', detail: Object.values(fields)[0] ?? 'The request is not valid.', fields };
  }
  const code = codeOfStatus((error as { statusCode?: unknown } | null)?.statusCode);
  if (code) return { code, detail: (error as Error).message };
  if ((error as NodeJS.ErrnoException | null)?.code === 'ENOSPC')
    return { code: 'disk-full', detail: 'The disk of the Notelab server is full.' };
  return { code: 'internal', detail: 'Something went wrong inside Notelab.' };
}

/** Errors that Fastify and its plugins make carry a status. */
function codeOfStatus(status: unknown): ErrorCode | null {
  if (typeof status !== 'number' || status < 400 || status >= 500) return null;
  if (status === 404) return 'not-found';
  if (status === 413) return 'too-large';
  if (status === 429) return 'too-many-requests';
  return 'invalid-input';
}
