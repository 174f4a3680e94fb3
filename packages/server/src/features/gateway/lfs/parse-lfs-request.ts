import { repositoryAddress } from '../parse-git-request.ts';
import { type Refusal, refuse } from '../refusal.ts';

export type LfsAction =
  | { kind: 'batch' }
  | LockAction
  /** An object on its way, at an address that a batch reply gave out. */
  | { kind: 'transfer'; method: 'GET' | 'PUT' | 'POST'; ticket: string };

export type LockAction =
  | { kind: 'lock' }
  | { kind: 'verify-locks' }
  | { kind: 'list-locks'; query: string }
  | { kind: 'unlock'; lockId: string };

/** One request of the Git LFS API, or of the transfers that it leads to. */
export interface LfsRequest {
  ok: true;
  instanceId: string;
  /** As the client wrote it; GitLab ignores case. */
  repositoryPath: string;
  action: LfsAction;
}

const address = new RegExp(`^${repositoryAddress}/info/lfs/(.*)$`);

/** Reads method and address, as strictly as those of git are read. Null for what is not about LFS at all. */
export function parseLfsRequest(method: string, url: string): LfsRequest | Refusal | null {
  const [path = '', query, ...more] = url.split('?');
  const [, instanceId, withSuffix, rest] = address.exec(path) ?? [];
  if (!instanceId || !withSuffix?.endsWith('.git') || rest === undefined || more.length > 0) return null;
  const action = toAction(method, rest, query);
  if (!action) return refuse(404, 'not-found', 'Git LFS has no such address here.');
  return { ok: true, instanceId, repositoryPath: withSuffix.slice(0, -4), action };
}

function toAction(method: string, rest: string, query: string | undefined): LfsAction | null {
  if (method === 'GET' && rest === 'locks') return { kind: 'list-locks', query: query ?? '' };
  if (query !== undefined) return null;
  const ticket = /^transfers\/([A-Za-z0-9_-]+)$/.exec(rest)?.[1];
  if (ticket) {
    return method === 'GET' || method === 'PUT' || method === 'POST'
      ? { kind: 'transfer', method, ticket }
      : null;
  }
  if (method !== 'POST') return null;
  if (rest === 'objects/batch') return { kind: 'batch' };
  if (rest === 'locks') return { kind: 'lock' };
  if (rest === 'locks/verify') return { kind: 'verify-locks' };
  const lockId = /^locks\/([A-Za-z0-9_-]+)\/unlock$/.exec(rest)?.[1];
  return lockId ? { kind: 'unlock', lockId } : null;
}
