import { Agent } from 'undici';
import { type ConnectionOptions, createGuardedConnect, usualAnswerWithinMs } from './guarded-connect.ts';

/**
 * The only way this package reaches the network: an undici Agent that checks each connection's address.
 * It follows no redirects and reads no environment variables about proxies. A caller that streams for long (git) sets
 * `headersTimeout` and `bodyTimeout` on its own requests. Throws when `ca` is not PEM. Close it with `close()`.
 */
export function guardedDispatcher(options: ConnectionOptions): Agent {
  const { answerWithinMs = usualAnswerWithinMs } = options;
  return new Agent({
    headersTimeout: answerWithinMs,
    bodyTimeout: answerWithinMs,
    connect: createGuardedConnect(options),
  });
}
