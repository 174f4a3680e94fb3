import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream/promises';
import type { RepositoryId } from '@notelab/contract';
import type { Pass, PassRepository } from '../passes/passes.ts';
import { askUpstream, type UpstreamLimits, type UpstreamReply } from './ask-upstream.ts';
import type { Authorise, Authorised } from './authorise.ts';
import { checkBoundPush } from './check-bound-push.ts';
import { collectStreamedBytes } from './collect-streamed-bytes.ts';
import { explainBrokenAnswer } from './explain-upstream.ts';
import { bodyHeadersToUpstream, headersToClient, headersToUpstream } from './forwarded-headers.ts';
import { createPackDetector } from './pack-detector.ts';
import type { GitRequest } from './parse-git-request.ts';
import { createPushResultReader, type PushResult } from './push-result.ts';
import { readPush } from './read-push.ts';
import type { PushCommand } from './receive-pack-commands.ts';
import { type Refusal, refuse } from './refusal.ts';
import { readBody } from './request-body.ts';

/** What git did through the gateway, for the audit log. */
export interface GitRecord {
  pass: Pass;
  repository: PassRepository;
  kind: 'fetch' | 'push';
  /** The updates a push asked for; empty for a fetch. */
  refs: PushCommand[];
  result: PushResult;
}

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
  /** Repositories that were seen to exist on GitLab, by the pass that asked. */
  seen: WeakMap<Pass, Set<RepositoryId>>;
}

/** Does one request that carries a live pass. Returns the refusal to send, or null when GitLab's answer went out. */
export async function serveGit(exchange: GitExchange, serving: GitServing): Promise<Refusal | null> {
  const { request, pass } = exchange;
  const repository = findRepository(pass, request);
  if (!repository) {
    return refuse(403, 'repository-not-connected', 'This pass does not open this repository.');
  }
  const write = request.service === 'git-receive-pack';
  if (write && pass.access === 'read') {
    return refuse(403, 'forbidden', 'This action may read from GitLab, not push to it.');
  }
  const authorised = await serving.authorise(pass, { repository, write });
  if (!authorised.ok) return authorised;

  if (write) {
    const missing = await checkExists(authorised, repository, exchange, serving);
    if (missing) return missing;
  }
  if (request.step === 'advertise') return advertise(authorised, exchange, serving);
  return write
    ? servePush(authorised, repository, exchange, serving)
    : serveFetch(authorised, repository, exchange, serving);
}

function findRepository(pass: Pass, request: GitRequest): PassRepository | undefined {
  if (pass.instanceId !== request.instanceId) return undefined;
  const path = request.repositoryPath.toLowerCase();
  return pass.repositories.find((repository) => repository.path.toLowerCase() === path);
}

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
  exchange: GitExchange,
  { limits }: GitServing,
): Promise<Refusal | null> {
  const { req, request, signal } = exchange;
  const { service, step } = request;
  const headers = headersToUpstream(req.headers);
  const reply = await askUpstream(authorised, { service, step, headers, body: null }, { signal, limits });
  return reply.ok ? relay(reply, exchange) : reply;
}

async function serveFetch(
  authorised: Authorised,
  repository: PassRepository,
  exchange: GitExchange,
  { limits, record }: GitServing,
): Promise<Refusal | null> {
  const { req, request, pass, signal } = exchange;
  const { service, step } = request;
  const headers = { ...headersToUpstream(req.headers), ...bodyHeadersToUpstream(req.headers) };
  const body = await readBody(req);
  const reply = await askUpstream(authorised, { service, step, headers, body }, { signal, limits });
  if (!reply.ok) return reply;
  const pack = createPackDetector();
  const refusal = await relay(reply, exchange, (chunk) => pack.push(chunk));
  if (refusal) return refusal;
  if (pack.found()) record({ pass, repository, kind: 'fetch', refs: [], result: { kind: 'accepted' } });
  return null;
}

async function servePush(
  authorised: Authorised,
  repository: PassRepository,
  exchange: GitExchange,
  { limits, record }: GitServing,
): Promise<Refusal | null> {
  const { req, request, pass, signal } = exchange;
  const { access } = pass;
  const asked = await readPush(req, (list) =>
    typeof access === 'string' ? null : checkBoundPush(list, access.push),
  );
  if (!asked.ok) return asked;
  const { service, step } = request;
  const { body, commands } = asked;
  const headers = { ...headersToUpstream(req.headers), ...asked.headers };
  const report = createPushResultReader(asked.capabilities);
  let refusal: Refusal | null = null;
  try {
    const reply = await askUpstream(authorised, { service, step, headers, body }, { signal, limits });
    refusal = reply.ok ? await relay(reply, exchange, (chunk) => report.push(chunk)) : reply;
    return refusal;
  } finally {
    // Also when the connection broke: GitLab may have taken the push all the same.
    if (commands.length > 0) {
      const isRefused = refusal !== null && refusal.status < 500;
      const result = isRefused ? { kind: 'rejected' as const, reason: refusal!.message } : report.result();
      record({ pass, repository, kind: 'push', refs: commands, result });
    }
  }
}

/** Hands GitLab's answer to git. Returns a refusal when it ended before it was whole. */
async function relay(
  { response }: UpstreamReply,
  { res, signal }: Pick<GitExchange, 'res' | 'signal'>,
  observe?: (chunk: Uint8Array) => void,
): Promise<Refusal | null> {
  res.writeHead(response.statusCode, headersToClient(response.headers));
  response.body.on('data', collectStreamedBytes);
  if (observe) response.body.on('data', observe);
  try {
    await pipeline(response.body, res);
    return null;
  } catch (error) {
    signal.throwIfAborted();
    return explainBrokenAnswer(error);
  }
}
