import type { IncomingMessage, ServerResponse } from 'node:http';
import { pipeline } from 'node:stream';
import { type LaunchedProcess, launch } from '@notelab/launcher';
import { gitEnvironment } from './run-git.ts';

export interface BackendCall {
  repositoriesDir: string;
  /** Repository folder and endpoint, for example `/7.git/info/refs`. */
  pathInfo: string;
  query: string;
  username: string | null;
  hooksDir: string;
  hookEnvironment: Record<string, string>;
  /** Runs when git is done and before the answer ends. */
  beforeEnd(): Promise<void>;
}

function cgiEnvironment(request: IncomingMessage, call: BackendCall): Record<string, string> {
  const { headers } = request;
  const env: Record<string, string | undefined> = {
    ...gitEnvironment([
      ['http.receivepack', 'true'],
      ['uploadpack.allowAnySHA1InWant', 'true'],
      ['uploadpack.allowFilter', 'true'],
      // The pre-receive hook refuses this in GitLab's words, after which git need not.
      ['receive.denyDeleteCurrent', 'ignore'],
      ['core.hooksPath', call.hooksDir],
    ]),
    ...call.hookEnvironment,
    GIT_PROJECT_ROOT: call.repositoriesDir,
    GIT_HTTP_EXPORT_ALL: '1',
    PATH_INFO: call.pathInfo,
    QUERY_STRING: call.query,
    REQUEST_METHOD: request.method,
    REMOTE_USER: call.username ?? undefined,
    CONTENT_TYPE: headers['content-type'],
    // Absent for a chunked body, which git then reads to its end.
    CONTENT_LENGTH: headers['content-length'],
    HTTP_CONTENT_ENCODING: headers['content-encoding'],
    GIT_PROTOCOL: headers['git-protocol'] as string | undefined,
  };
  return Object.fromEntries(Object.entries(env).filter((entry): entry is [string, string] => !!entry[1]));
}

function splitHead(head: Buffer): { lines: string[]; rest: Buffer } | null {
  for (const separator of ['\r\n\r\n', '\n\n']) {
    const end = head.indexOf(separator);
    if (end === -1) continue;
    return {
      lines: head.subarray(0, end).toString('latin1').split(/\r?\n/),
      rest: head.subarray(end + separator.length),
    };
  }
  return null;
}

function writeHead(response: ServerResponse, lines: string[]): void {
  let status = 200;
  for (const line of lines) {
    const colon = line.indexOf(':');
    const name = line.slice(0, colon);
    const value = line.slice(colon + 1).trim();
    if (name.toLowerCase() === 'status') status = Number(value.slice(0, 3));
    else response.setHeader(name, value);
  }
  response.writeHead(status);
}

function relayOutput(child: LaunchedProcess, response: ServerResponse, call: BackendCall): void {
  const output = child.stdout;
  let head: Buffer | null = Buffer.alloc(0);
  output.on('data', (chunk: Buffer) => {
    let body = chunk;
    if (head) {
      head = Buffer.concat([head, chunk]);
      const split = splitHead(head);
      if (!split) return;
      writeHead(response, split.lines);
      head = null;
      body = split.rest;
    }
    if (body.length > 0 && !response.write(body)) output.pause();
  });
  response.on('drain', () => output.resume());
  child.on('close', async () => {
    try {
      await call.beforeEnd();
      if (head) response.writeHead(500);
      response.end();
    } catch (error) {
      response.destroy(error as Error);
    }
  });
}

/** Runs `git http-backend` (CGI, RFC 3875) for one request, streaming both bodies with backpressure. */
export function runHttpBackend(request: IncomingMessage, response: ServerResponse, call: BackendCall): void {
  const child = launch({
    program: 'git',
    args: ['http-backend'],
    cwd: call.repositoriesDir,
    env: cgiEnvironment(request, call),
  });
  child.stderr.resume();
  child.on('error', (error) => response.destroy(error));
  relayOutput(child, response, call);
  // git may stop reading early, for example after a refusal; its answer still has to get through.
  pipeline(request, child.stdin, () => request.resume());
  // When the client is gone nobody reads any more: closed pipes end git and whatever it has started.
  response.on('close', () => {
    child.stdin.destroy();
    child.stdout.destroy();
  });
}
