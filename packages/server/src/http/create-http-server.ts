import helmet from '@fastify/helmet';
import multipart from '@fastify/multipart';
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import swaggerUi from '@fastify/swagger-ui';
import websocket from '@fastify/websocket';
import { newId } from '@notelab/contract';
import Fastify, { type FastifyInstance, LogController } from 'fastify';
import { jsonSchemaTransform, serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import type { Config } from '../config.ts';
import { redirectToPublicHost } from './redirect-to-public-host.ts';
import { refuseForeignOrigin } from './refuse-foreign-origin.ts';
import { replyWithProblems } from './reply-with-problem.ts';
import { toLoggedError } from './to-logged-error.ts';

const maxBodyBytes = 16 * 1024 * 1024;
/** Of one message on a WebSocket: a large text that is pasted into a terminal. */
const maxMessageBytes = 8 * 1024 * 1024;

/** Fastify with everything that holds for every route, and no route yet. */
export async function createHttpServer(config: Config, publicUrl: () => string): Promise<FastifyInstance> {
  const isHttps = config.publicUrl.startsWith('https:');
  const app = Fastify({
    // Standard error: what people are told at start has standard output for itself.
    logger: { level: config.logLevel, stream: process.stderr, serializers: { err: toLoggedError } },
    // Addresses hold OAuth codes and invitation secrets, so only the route is logged, below.
    logController: new LogController({ disableRequestLogging: true }),
    genReqId: () => newId<string>(),
    bodyLimit: maxBodyBytes,
    routerOptions: { maxParamLength: 500 },
    // Notelab serves no TLS: an https address means a proxy, which knows the reader's address.
    trustProxy: isHttps ? 'loopback, linklocal, uniquelocal' : false,
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.addHook('onResponse', async (request, reply) => {
    const { method, routeOptions } = request;
    const ms = Math.round(reply.elapsedTime);
    request.log.debug({ method, route: routeOptions.url, status: reply.statusCode, ms }, 'answered');
  });
  replyWithProblems(app);
  // First of all hooks: it ends the connections of those that the others refuse.
  await app.register(websocket, { options: { maxPayload: maxMessageBytes } });
  redirectToPublicHost(app, publicUrl);
  refuseForeignOrigin(app, publicUrl);
  await app.register(helmet, {
    contentSecurityPolicy: { useDefaults: false, directives: contentSecurityPolicy },
    strictTransportSecurity: isHttps,
    // Fetch sends `Origin: null` under `no-referrer`, which would look like another site.
    referrerPolicy: { policy: 'same-origin' },
  });
  await app.register(rateLimit, { global: true, max: 6000, timeWindow: '1 minute' });
  await app.register(multipart, { limits: { fileSize: config.maxUploadBytes, files: 1000 } });
  await app.register(swagger, {
    openapi: { info: { title: 'Notelab', version: '0.1.0' } },
    transform: jsonSchemaTransform,
  });
  await app.register(swaggerUi, { routePrefix: '/api/docs', staticCSP: docsPolicy });
  return app;
}

/** The documentation's page sets styles on its elements. */
const docsPolicy =
  "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; frame-ancestors 'none'";

const contentSecurityPolicy = {
  defaultSrc: ["'self'"],
  // Mantine and CodeMirror put their rules into style elements at run time.
  styleSrc: ["'self'", "'unsafe-inline'"],
  // Avatars come from the instances, which may be anywhere.
  imgSrc: ["'self'", 'data:', 'blob:', 'https:', 'http://localhost:*', 'http://127.0.0.1:*'],
  fontSrc: ["'self'", 'data:'],
  workerSrc: ["'self'", 'blob:'],
  objectSrc: ["'none'"],
  baseUri: ["'self'"],
  formAction: ["'self'"],
  frameAncestors: ["'none'"],
};
