import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../config.ts';
import { createHttpServer } from './create-http-server.ts';
import { serveWebApp } from './serve-web-app.ts';

let app: FastifyInstance;
let url: string;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'notelab-web-'));
  await mkdir(join(folder, 'assets'));
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Notelab</title>');
  await writeFile(join(folder, 'assets', 'index-a1b2.js'), 'export {}');
  await writeFile(join(folder, 'assets', 'index-a1b2.js.gz'), gzipSync('export {}'));
  app = await createHttpServer(readConfig({ NOTELAB_LOG: 'silent' }), () => url);
  app.get('/api/breaks', () => {
    throw new Error('with a secret in its text');
  });
  await serveWebApp(app, folder);
  url = await app.listen({ port: 0, host: '127.0.0.1' });
});
afterAll(async () => {
  await app.close();
  await rm(folder, { recursive: true });
});

describe('the web app', () => {
  it.each(['/', '/w/abc/projects/def', '/invitation/x'])('is the page at %s, never cached', async (path) => {
    const response = await fetch(url + path);
    expect(response.status).toBe(200);
    expect(await response.text()).toContain('<title>Notelab</title>');
    expect(response.headers.get('cache-control')).toBe('no-cache');
  });

  it('has files that are cached for good, because their names change with them', async () => {
    const response = await fetch(`${url}/assets/index-a1b2.js`);
    expect(response.headers.get('content-type')).toContain('javascript');
    expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect((await fetch(`${url}/assets/gone.js`)).status).toBe(404);
  });

  it('has compressed copies of its files, for those who take them', async () => {
    const ask = (encoding: string) =>
      fetch(`${url}/assets/index-a1b2.js`, { headers: { 'accept-encoding': encoding } });
    const compressed = await ask('gzip, deflate, br');
    expect(compressed.headers.get('content-encoding')).toBe('gzip');
    expect(compressed.headers.get('content-type')).toContain('javascript');
    expect(compressed.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(compressed.headers.get('vary')).toBe('accept-encoding');
    expect(await compressed.text()).toBe('export {}');
    const plain = await ask('identity');
    expect(plain.headers.get('content-encoding')).toBeNull();
    expect(await plain.text()).toBe('export {}');
  });

  it('may run only its own scripts, and be framed by nobody', async () => {
    const policy = (await fetch(url)).headers.get('content-security-policy')!;
    expect(policy).toContain("default-src 'self'");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toContain('script-src');
    expect(policy).not.toContain('unsafe-eval');
  });

  it.each([
    '/../package.json',
    '/%2e%2e/package.json',
    '/assets/..%2f..%2fpackage.json',
    '/..%5cpackage.json',
  ])('does not hand out files beside it: %s', async (path) => {
    const text = await get(path, new URL(url).host);
    expect(text.body).not.toContain('"dependencies"');
  });
});

describe('the API', () => {
  it('answers unknown addresses with a problem', async () => {
    const response = await fetch(`${url}/api/nothing`);
    expect(response.status).toBe(404);
    expect(response.headers.get('content-type')).toContain('application/problem+json');
  });

  it('says nothing of what broke inside', async () => {
    const response = await fetch(`${url}/api/breaks`);
    expect(response.status).toBe(500);
    const text = await response.text();
    expect(JSON.parse(text)).toMatchObject({
      code: 'internal',
      requestId: expect.stringMatching(/^\w{20}$/),
    });
    expect(text).not.toContain('secret');
  });

  it('is documented at /api/docs', async () => {
    const response = await fetch(`${url}/api/docs/`);
    expect(response.status).toBe(200);
    expect(response.headers.get('content-security-policy')).toContain("default-src 'self'");
  });
});

describe('opened under another name of this machine', () => {
  const port = () => new URL(url).port;

  it('a page leads to the public address, where the cookie is', async () => {
    const answer = await get('/w/abc?x=1', `localhost:${port()}`);
    expect(answer.status).toBe(302);
    expect(answer.location).toBe(`${url}/w/abc?x=1`);
  });

  it('the API answers, and names of other machines are left alone', async () => {
    expect((await get('/api/nothing', `localhost:${port()}`)).status).toBe(404);
    expect((await get('/', 'notelab.internal')).status).toBe(200);
  });
});

/** A request that the client does not tidy up first. */
function get(path: string, host: string): Promise<{ status?: number; location?: string; body: string }> {
  return new Promise((resolve, reject) => {
    request({ host: '127.0.0.1', port: new URL(url).port, path, headers: { host } }, (response) => {
      let body = '';
      response.on('data', (chunk) => {
        body += chunk;
      });
      response.on('end', () =>
        resolve({ status: response.statusCode, location: response.headers.location, body }),
      );
    })
      .on('error', reject)
      .end();
  });
}
