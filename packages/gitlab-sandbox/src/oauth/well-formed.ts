import { isUtf8 } from 'node:buffer';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/** Whether a query or form is encoded as it should be, to UTF-8 without null bytes. */
function isWellFormed(encoded: string): boolean {
  if (/%(?![0-9a-f]{2})/i.test(encoded)) return false;
  const bytes = encoded.replace(/%(..)/g, (_code, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  return !bytes.includes('\0') && isUtf8(Buffer.from(bytes, 'latin1'));
}

function refuse(reply: FastifyReply): FastifyReply {
  return reply.code(400).type('text/plain').send('Bad Request');
}

class MalformedForm extends Error {}

/** Refuses queries and forms that are no text, as GitLab does before anything else looks at them. */
export function refuseMalformedForms(app: FastifyInstance): void {
  app.addHook('onRequest', async (request: FastifyRequest, reply) => {
    const [, query = ''] = (request.raw.url ?? '').split('?', 2);
    if (!isWellFormed(query)) return refuse(reply);
  });
  const type = 'application/x-www-form-urlencoded';
  app.removeContentTypeParser(type);
  app.addContentTypeParser(type, { parseAs: 'buffer' }, (_request, body, done) => {
    const text = body.toString('latin1');
    if (isWellFormed(text)) done(null, fieldsOf(body.toString()));
    else done(new MalformedForm());
  });
  // Rails does not read bodies of types that it does not know.
  app.addContentTypeParser('*', { parseAs: 'buffer' }, (_request, _body, done) => done(null, {}));
  app.setErrorHandler((error, _request, reply) => {
    if (error instanceof MalformedForm) return refuse(reply);
    throw error;
  });
}

function fieldsOf(text: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(text));
}
