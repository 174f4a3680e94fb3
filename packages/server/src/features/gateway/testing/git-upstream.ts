import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pipeline } from 'node:stream';

/** One request that arrived at the stand-in for GitLab. */
export interface SeenRequest {
  method: string;
  url: string;
  headers: IncomingMessage['headers'];
}

export interface GitUpstream {
  /** Where the instance lives: under a sub-path, as self-managed instances may. */
  baseUrl: string;
  /** Folder of the bare repositories. */
  root: string;
  requests: SeenRequest[];
  /** Tokens that are accepted now. */
  tokens: Set<string>;
  /** Answers instead of git, when it returns true. */
  interfere: (req: IncomingMessage, res: ServerResponse) => boolean;
  createRepository(path: string): string;
  close(): Promise<void>;
}

const subPath = '/gitlab';

/**
 * Real git behind HTTP that signs in and creates missing repositories on a push as GitLab does
 * (401 without a valid token, 404 for a missing repository, a new one when somebody pushes to it).
 */
export async function startGitUpstream(): Promise<GitUpstream> {
  const root = mkdtempSync(join(tmpdir(), 'nl-upstream-'));
  const createRepository = (path: string) => {
    const folder = join(root, `${path}.git`);
    execFileSync('git', ['init', '-q', '--bare', '--template=', '-b', 'main', folder]);
    execFileSync('git', ['-C', folder, 'config', 'http.receivepack', 'true']);
    execFileSync('git', ['-C', folder, 'config', 'receive.advertisePushOptions', 'true']);
    // What is pushed is kept as it comes, instead of being packed anew object by object.
    execFileSync('git', ['-C', folder, 'config', 'receive.unpackLimit', '1']);
    mkdirSync(join(folder, 'hooks'));
    return folder;
  };
  const upstream: GitUpstream = {
    baseUrl: '',
    root,
    requests: [],
    tokens: new Set(),
    interfere: () => false,
    createRepository,
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      rmSync(root, { recursive: true, force: true });
    },
  };
  const server = createServer((req, res) => {
    upstream.requests.push({ method: req.method ?? '', url: req.url ?? '', headers: req.headers });
    if (!upstream.interfere(req, res)) answer(upstream, req, res);
  });
  server.requestTimeout = 0;
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  upstream.baseUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}${subPath}`;
  return upstream;
}

function answer(upstream: GitUpstream, req: IncomingMessage, res: ServerResponse): void {
  const url = new URL(req.url ?? '', 'http://upstream');
  const match = /^\/gitlab\/(.+)\.git\/(info\/refs|git-upload-pack|git-receive-pack)$/.exec(url.pathname);
  const credentials = Buffer.from(
    req.headers.authorization?.replace('Basic ', '') ?? '',
    'base64',
  ).toString();
  const [user, token] = credentials.split(':');
  if (user !== 'oauth2' || !upstream.tokens.has(token ?? '')) {
    res.writeHead(401, { 'www-authenticate': 'Basic realm="GitLab"', 'content-type': 'text/plain' });
    return void res.end('HTTP Basic: Access denied.');
  }
  if (!match) return void res.writeHead(404).end();
  const [, path = '', action = ''] = match;
  const isPush = action === 'git-receive-pack' || url.searchParams.get('service') === 'git-receive-pack';
  if (!existsSync(join(upstream.root, `${path}.git`))) {
    if (!isPush) {
      res.writeHead(404, { 'content-type': 'text/plain' });
      const text =
        "The project you were looking for could not be found or you don't have permission to view it.";
      return void res.end(text);
    }
    upstream.createRepository(path);
  }
  runBackend(upstream.root, `/${path}.git/${action}`, url.search.slice(1), req, res);
}

function runBackend(
  root: string,
  path: string,
  query: string,
  req: IncomingMessage,
  res: ServerResponse,
): void {
  const { headers } = req;
  const backend = spawn('git', ['http-backend'], {
    env: {
      PATH: process.env.PATH,
      HOME: root,
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_PROJECT_ROOT: root,
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: path,
      QUERY_STRING: query,
      REQUEST_METHOD: req.method,
      REMOTE_USER: 'oauth2',
      CONTENT_TYPE: headers['content-type'] ?? '',
      ...(headers['content-length'] && { CONTENT_LENGTH: headers['content-length'] }),
      ...(headers['content-encoding'] && { HTTP_CONTENT_ENCODING: String(headers['content-encoding']) }),
      ...(headers['git-protocol'] && { GIT_PROTOCOL: String(headers['git-protocol']) }),
    },
  });
  pipeline(req, backend.stdin, () => {});
  res.on('close', () => backend.kill());
  let head = Buffer.alloc(0);
  const readHead = (chunk: Buffer) => {
    head = Buffer.concat([head, chunk]);
    const end = head.indexOf('\r\n\r\n');
    if (end === -1) return;
    backend.stdout.off('data', readHead).pause();
    // Whoever asked may be gone by now.
    if (res.destroyed) return;
    let status = 200;
    for (const line of head.toString('latin1', 0, end).split('\r\n')) {
      const [name = '', value = ''] = line.split(': ');
      if (name === 'Status') status = Number.parseInt(value, 10);
      else res.setHeader(name, value);
    }
    res.writeHead(status).flushHeaders();
    res.write(head.subarray(end + 4));
    pipeline(backend.stdout, res, () => {});
  };
  backend.stdout.on('data', readHead);
}
