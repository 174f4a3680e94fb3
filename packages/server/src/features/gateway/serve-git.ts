import type { IncomingMessage, ServerResponse } from 'node:http';
import type { RepositoryId } from '@notelab/contract';
import type { Pass, PassRepository } from '../passes/passes.ts';
import type { AdvertisedRefs } from './advertised-refs.ts';
import { askUpstream, type UpstreamLimits } from './ask-upstream.ts';
import type { Authorise, Authorised } from './authorise.ts';
import { findRepository } from './find-repository.ts';
import { headersToUpstream } from './forwarded-headers.ts';
import type { GitRecord } from './git-record.ts';
import type { KnownRefs } from './known-refs.ts';
import type { GitRequest } from './parse-git-request.ts';
import { type Refusal, refuse } from './refusal.ts';
import { relay } from './relay.ts';
import { serveFetch } from './serve-fetch.ts';
import { servePush } from './serve-push.ts';

export interface GitExchange {
  req: IncomingMessage;
  res: ServerResponse;
  request: GitRequest;
  pass: Pass;
  signal: AbortSignal;
}

export interface GitServing {
  authorise: Authorise;
  limits: UpstreamLimits;
  record(entry: GitRecord): void;
  advertised: AdvertisedRefs;
  known: KnownRefs;
  /** Repositories that were seen to exist on GitLab, by the pass that asked. */
  seen: WeakMap<Pass, Set<RepositoryId>>;
}

/** Does one request that carries a live pass. Returns the refusal to send, or null when GitLab's answer went out. */
export async function serveGit(exchange: GitExchange, serving: GitServing): Promise<Refusal | null> {
  const { request, pass } = exchange;
  const found = findRepository(pass, request);
  if (!found.ok) return found;
  const { repository } = found;
  const write = request.service === 'git-receive-pack';
  if (write && !mayPush(pass)) {
    return refuse(403, 'forbidden', 'This action may read from GitLab, not push to it.');
  }
  const authorised = await serving.authorise(pass, { repository, write });
  if (!authorised.ok) return authorised;

  if (write) {
    const missing = await checkExists(authorised, repository, exchange, serving);
    if (missing) return missing;
  }
  if (request.step === 'advertise') return advertise(authorised, repository, exchange, serving);
  return write
    ? servePush(authorised, repository, exchange, serving)
    : serveFetch(authorised, repository, exchange, serving);
}

const mayPush = ({ access }: Pass) => access === 'write' || (typeof access === 'object' && 'push' in access);

/**
 * GitLab creates a project when somebody pushes to a path that does not exist. Reading first, as the same user,
 * tells whether it does; a push that skips the list of refs is no exception.
 */
async function checkExists(
  authorised: Authorised,
  { repositoryId }: PassRepository,
  { request, pass, signal }: GitExchange,
  { limits, seen }: GitServing,
): Promise<Refusal | null> {
  const seenByPass = seen.get(pass) ?? new Set();
  if (request.step === 'serve' && seenByPass.has(repositoryId)) return null;
  // Protocol v2 answers with its capabilities only, whatever the number of refs.
  const headers = { 'git-protocol': 'version=2' };
  const question = { service: 'git-upload-pack', step: 'advertise', headers, body: null } as const;
  const reply = await askUpstream(authorised, question, { signal, limits });
  if (!reply.ok) return reply;
  await reply.response.body.dump();
  seen.set(pass, seenByPass.add(repositoryId));
  return null;
}

async function advertise(
  authorised: Authorised,
  repository: PassRepository,
  exchange: GitExchange,
  { limits, advertised }: GitServing,
): Promise<Refusal | null> {
  const { req, request, pass, signal } = exchange;
  const { service, step } = request;
  const headers = headersToUpstream(req.headers);
  const reply = await askUpstream(authorised, { service, step, headers, body: null }, { signal, limits });
  return reply.ok ? relay(reply, exchange, advertised.read(pass, repository)) : reply;
}
