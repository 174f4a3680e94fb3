import { newId } from '@notelab/contract';
import { drizzleAdapter } from 'better-auth/adapters/drizzle';
import { betterAuth } from 'better-auth/minimal';
import type { Database } from '../../database/database.ts';
import type { Log } from '../../log.ts';
import { credentials, sessions, users, verifications } from './tables.ts';

const day = 24 * 60 * 60;

/**
 * better-auth on our database. Only its server API is used: none of its own routes is reachable, so who may
 * sign up, and how often somebody may try a password, is decided by our endpoints.
 */
export function createAuthentication({
  database,
  log,
  secret,
  publicUrl,
}: {
  database: Database;
  log: Log;
  secret: Buffer;
  publicUrl: string;
}) {
  return betterAuth({
    appName: 'Notelab',
    baseURL: publicUrl,
    secret: secret.toString('hex'),
    database: drizzleAdapter(database.sql, {
      provider: 'pg',
      schema: { user: users, session: sessions, account: credentials, verification: verifications },
      transaction: true,
    }),
    emailAndPassword: { enabled: true, minPasswordLength: 10, maxPasswordLength: 200 },
    session: { expiresIn: 30 * day, updateAge: day, cookieCache: { enabled: false } },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    advanced: {
      cookiePrefix: 'notelab',
      useSecureCookies: publicUrl.startsWith('https:'),
      defaultCookieAttributes: { httpOnly: true, sameSite: 'lax', path: '/' },
      database: { generateId: () => newId<string>() },
    },
    logger: {
      // Its messages speak of passwords and addresses people typed: not for the log, except what is broken.
      level: 'error',
      log: (level, message) => log[level](`better-auth: ${message}`),
    },
  });
}

export type Authentication = ReturnType<typeof createAuthentication>;
