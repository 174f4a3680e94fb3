import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { InstanceId } from '@notelab/contract';
import type { Log } from '../../log.ts';
import type { Passes } from '../passes/passes.ts';
import { createAdvertisedRefs } from './advertised-refs.ts';
import type { UpstreamLimits } from './ask-upstream.ts';
import type { Authorise } from './authorise.ts';
import { createCallerChecks } from './caller-checks.ts';
import { findPass } from './find-pass.ts';
import type { GitRecord, LfsRecord } from './git-record.ts';
import { createKnownRefs } from './known-refs.ts';
import { type LfsRequest, parseLfsRequest } from './lfs/parse-lfs-request.ts';
import { sendLfsRefusal } from './lfs/send-lfs-refusal.ts';
import { type LfsServing, serveLfs } from './lfs/serve-lfs.ts';
import { createTickets } from './lfs/tickets.ts';
import { createLiveExchanges, PassVoided } from './live-exchanges.ts';
import { type GitRequest, parseGitRequest } from './parse-git-request.ts';
import { type Refusal, refuse } from './refusal.ts';
import { sendRefusal } from './send-refusal.ts';
import { type GitExchange, type GitServing, serveGit } from './serve-git.ts';

type AnyExchange = Omit<GitExchange, 'request'> & { request: GitRequest | LfsRequest };

export interface GatewayOptions {
  /** Loopback only: the gateway is for git processes on this machine, never for the network. */
  host: '127.0.0.1';
  passes: Pick<Passes, 'find' | 'onVoid'>;
  authorise: Authorise;
  log: Pick<Log, 'info' | 'warn'>;
  /** Records a fetch or a push once it has ended. Its failure is logged and does not concern git. */
  audit?(record: GitRecord | LfsRecord): void | Promise<void>;
  limits?: UpstreamLimits;
}

export interface Gateway {
  /** `http://127.0.0.1:<port>` */
  url: string;
  /** What git puts in place of an instance's address (`url.<this>.insteadOf`); ends with a slash. */
  urlFor(instanceId: InstanceId): string;
  /** Why the last request with the pass was turned away, or null. Git tells only a part of it. */
  findRefusal(passId: string): Refusal | null;
  /** Ends every request and stops listening. */
  close(): Promise<void>;
}

const foreignCaller = 'This pass was made for another terminal or action. It opens nothing here.';

const defaultLimits: UpstreamLimits = { headersMs: 30_000, stalledMs: 60_000 };

/**
 * Starts the gateway: the only place where a GitLab token and a git request meet. It listens on a port of its own
 * choice, checks every request anew and streams in both directions.
 */
export async function startGateway(options: GatewayOptions): Promise<Gateway> {
  const { host, passes, authorise, log, limits = defaultLimits } = options;
  const exchanges = createLiveExchanges(passes);
  const refusals = new Map<string, Refusal>();
  const forgetRefusals = passes.onVoid(({ id }) => void refusals.delete(id));
  const callers = createCallerChecks();
  const record = async (entry: GitRecord | LfsRecord) => {
    try {
      await options.audit?.(entry);
    } catch (error) {
      log.warn({ passId: entry.pass.id, err: error }, 'what git did could not be recorded');
    }
  };
  const serving: GitServing = {
    authorise,
    limits,
    record: (entry) => void record(entry),
    advertised: createAdvertisedRefs(),
    known: createKnownRefs(),
    seen: new WeakMap(),
  };

  const tickets = createTickets(passes);
  const lfsServing: LfsServing = {
    authorise,
    limits,
    tickets,
    gatewayUrl: () => url,
    record: (entry) => void record(entry),
  };

  const serve = async (exchange: AnyExchange): Promise<Refusal | null> => {
    const { request, pass, req } = exchange;
    if (!(await callers.accepts(pass, req.socket))) return refuse(403, 'forbidden', foreignCaller);
    if ('action' in request) return serveLfs({ ...exchange, request }, lfsServing);
    return serveGit({ ...exchange, request }, serving);
  };

  const answer = async (req: IncomingMessage, res: ServerResponse) => {
    const lfs = parseLfsRequest(req.method ?? '', req.url ?? '');
    const request = lfs ?? parseGitRequest(req.method ?? '', req.url ?? '');
    const send = lfs ? sendLfsRefusal : sendRefusal;
    if (!request.ok) return send(req, res, request);
    const found = findPass(passes, req.headers.authorization);
    if (!found.ok) return send(req, res, found);

    const { pass } = found;
    const about = { passId: pass.id, label: pass.label, userId: pass.userId, ...describe(request) };
    await exchanges.run(pass, async (exchange) => {
      res.once('close', () => exchange.abort());
      const refusal = await serve({ req, res, request, pass, signal: exchange.signal }).catch(
        (error: unknown) => {
          if (!exchange.signal.aborted) log.warn({ ...about, err: error }, 'a git request failed');
          return explainEnd(exchange.signal);
        },
      );
      refusals.delete(pass.id);
      if (!refusal) return log.info(about, 'git was served');
      refusals.set(pass.id, refusal);
      log.info({ ...about, status: refusal.status, code: refusal.code }, 'git was refused');
      send(req, res, refusal);
    });
  };

  const server = createServer((req, res) => void answer(req, res));
  // A large push takes as long as it takes; what must not happen is that nothing moves.
  server.requestTimeout = 0;
  server.headersTimeout = 30_000;
  server.timeout = limits.headersMs + limits.stalledMs;

  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, host, resolve));
  const url = `http://${host}:${(server.address() as AddressInfo).port}`;
  return {
    url,
    urlFor: (instanceId) => `${url}/i/${instanceId}/`,
    findRefusal: (passId) => refusals.get(passId) ?? null,
    async close() {
      exchanges.endAll();
      forgetRefusals();
      tickets.close();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** What a request is for, in the log. */
function describe(request: GitRequest | LfsRequest): { service: string; step: string } {
  if ('action' in request) return { service: 'git-lfs', step: request.action.kind };
  return { service: request.service, step: request.step };
}

/** Why a request ended before its time: its pass was voided, git went away, or something that nobody expected. */
function explainEnd({ aborted, reason }: AbortSignal): Refusal {
  if (reason instanceof PassVoided) return refuse(401, 'not-signed-in', reason.message);
  if (aborted) return refuse(409, 'cancelled', 'Git ended before GitLab had answered.');
  return refuse(500, 'internal', 'Notelab could not pass this on to GitLab. Try again.');
}
