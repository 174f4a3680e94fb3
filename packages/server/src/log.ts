import type { FastifyBaseLogger } from 'fastify';

/** Structured logging; the same object everywhere, so that one level and one format hold. */
export type Log = Pick<FastifyBaseLogger, 'debug' | 'info' | 'warn' | 'error'>;
