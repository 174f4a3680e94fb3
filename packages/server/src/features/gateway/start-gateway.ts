import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
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

/** One request of git that is over. */
export interface EndedExchange {
  service: 'git-upload-pack' | 'git-receive-pack' | 'git-lfs';
  /** The code of the refusal, or `served`. */
  outcome: 'served' | Refusal['code'];
  /** From git, and to it. */
  receivedBytes: number;
  sentBytes: number;
  tookMs: number;
}

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
  /** Requests that are under way. */
  countExchanges(): number;
  onEnded(listener: (exchange: EndedExchange) => void): void;
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
  const endListeners: ((exchange: EndedExchange) => void)[] = [];
  const forgetRefusals = passes.onVoid(({ id }) => void refusals.delete(id));
  const callers = createCallerChecks();
  const measure = createMeter();
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
    const measured = measure(req);
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
      if (!refusal) log.info(about, 'git was served');
      else {
        refusals.set(pass.id, refusal);
        log.info({ ...about, status: refusal.status, code: refusal.code }, 'git was refused');
        send(req, res, refusal);
      }
      const ended = { service: about.service, outcome: refusal?.code ?? 'served', ...measured() } as const;
      for (const listener of endListeners) listener(ended);
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
    countExchanges: exchanges.count,
    onEnded: (listener) => void endListeners.push(listener),
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

/** Connections carry one request after the other: what has passed since the one before belongs to this one. */
function createMeter() {
  const before = new WeakMap<Socket, { read: number; written: number }>();
  return ({ socket }: IncomingMessage) => {
    const begunAt = performance.now();
    return () => {
      const { read, written } = before.get(socket) ?? { read: 0, written: 0 };
      before.set(socket, { read: socket.bytesRead, written: socket.bytesWritten });
      return {
        receivedBytes: socket.bytesRead - read,
        sentBytes: socket.bytesWritten - written,
        tookMs: performance.now() - begunAt,
      };
    };
  };
}

/** What a request is for, in the log. */
function describe(request: GitRequest | LfsRequest): { service: EndedExchange['service']; step: string } {
  if ('action' in request) return { service: 'git-lfs', step: request.action.kind };
  return { service: request.service, step: request.step };
}

/** Why a request ended before its time: its pass was voided, git went away, or something that nobody expected. */
function explainEnd({ aborted, reason }: AbortSignal): Refusal {
  if (reason instanceof PassVoided) return refuse(401, 'not-signed-in', reason.message);
  if (aborted) return refuse(409, 'cancelled', 'Git ended before GitLab had answered.');
  return refuse(500, 'internal', 'Notelab could not pass this on to GitLab. Try again.');
}
