import { createHmac, randomBytes } from 'node:crypto';
import type { Clock } from '../state/clock.ts';
import type { UserRecord } from '../state/model.ts';
import { sameText } from '../state/secrets.ts';

/** The tokens that a batch reply hands out, as GitLab makes them: signed, for two hours, good for git as well. */
export interface LfsTokens {
  /** The `Authorization` header of an action. */
  issue(user: UserRecord): string;
  isValid(username: string, token: string): boolean;
}

const lifetimeSeconds = 7200;
const encode = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

export function createLfsTokens(clock: Clock): LfsTokens {
  const key = randomBytes(32);
  const sign = (text: string) => createHmac('sha256', key).update(text).digest('base64url');
  return {
    issue({ username }) {
      const nowSeconds = Math.floor(clock.now() / 1000);
      const claims = { data: { actor: username }, iat: nowSeconds, exp: nowSeconds + lifetimeSeconds };
      const text = `${encode({ alg: 'HS256', typ: 'JWT' })}.${encode(claims)}`;
      return `Basic ${Buffer.from(`${username}:${text}.${sign(text)}`).toString('base64')}`;
    },
    isValid(username, token) {
      const [head, body, signature, ...more] = token.split('.');
      if (!head || !body || !signature || more.length > 0) return false;
      if (!sameText(sign(`${head}.${body}`), signature)) return false;
      const { data, exp } = JSON.parse(Buffer.from(body, 'base64url').toString('utf8'));
      return data.actor === username && exp * 1000 > clock.now();
    },
  };
}
