import type { Pass, Passes } from '../passes/passes.ts';
import { type Refusal, refuse } from './refusal.ts';

/** The pass that a request carries: the password of its Basic credentials, whatever the user name. */
export function findPass(
  passes: Pick<Passes, 'find'>,
  authorization: string | undefined,
): { ok: true; pass: Pass } | Refusal {
  const secret = readPassword(authorization);
  if (secret === null)
    return refuse(401, 'not-signed-in', 'Git needs a pass from Notelab to use this address.');
  const found = passes.find(secret);
  if (found.kind === 'live') return { ok: true, pass: found.pass };
  if (found.kind === 'dead') return refuse(401, 'not-signed-in', found.reason);
  return refuse(401, 'not-signed-in', 'Notelab does not know this pass. Start the action again.');
}

function readPassword(authorization: string | undefined): string | null {
  const encoded = /^Basic ([A-Za-z0-9+/]+={0,2})$/i.exec(authorization ?? '')?.[1];
  if (!encoded) return null;
  const credentials = Buffer.from(encoded, 'base64').toString('utf8');
  const colon = credentials.indexOf(':');
  return colon === -1 ? null : credentials.slice(colon + 1);
}
