import type { WorkspaceId } from '@notelab/contract';
import Fastify, { type FastifyInstance } from 'fastify';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { replyWithProblems } from '../../http/reply-with-problem.ts';
import { createRouter } from '../../http/route.ts';
import { fail } from '../../problem.ts';
import { createEvents, type Events } from './events.ts';
import { eventsRoutes } from './routes.ts';

const workspaceId = 'w'.repeat(20) as WorkspaceId;
let app: FastifyInstance;
let events: Events;
let isMember: boolean;
let url: string;

beforeEach(async () => {
  isMember = true;
  events = createEvents();
  app = Fastify();
  replyWithProblems(app);
  app.addHook('onRequest', async (_, reply) => void reply.header('x-content-type-options', 'nosniff'));
  eventsRoutes(
    createRouter(app, async () => null),
    {
      events,
      authorize: async () => isMember || fail('not-found', 'You are not a member.'),
      heartbeatEveryMs: 50,
    },
  );
  url = `${await app.listen({ port: 0, host: '127.0.0.1' })}/api/workspaces/${workspaceId}/events`;
});
afterEach(() => app.close());

/** Reads until the text has come, or the stream ends. */
async function readUntil(reader: ReadableStreamDefaultReader<Uint8Array>, wanted: string): Promise<string> {
  let text = '';
  while (!text.includes(wanted)) {
    const { value, done } = await reader.read();
    if (done) break;
    text += new TextDecoder().decode(value);
  }
  return text;
}

it('streams the workspace’s events, one JSON object per data line', async () => {
  const response = await fetch(url);
  expect(response.headers.get('content-type')).toBe('text/event-stream; charset=utf-8');
  expect(response.headers.get('cache-control')).toBe('no-store, no-transform');
  expect(response.headers.get('x-content-type-options')).toBe('nosniff');
  const reader = response.body!.getReader();
  expect(await readUntil(reader, '\n\n')).toMatch(/^retry: \d+\n\n/);
  events.publish(workspaceId, { type: 'members-changed' });
  events.publish('other'.padEnd(20, 'x') as WorkspaceId, { type: 'projects-changed' });
  const text = await readUntil(reader, 'still here');
  expect(text).toContain('data: {"type":"members-changed"}\n\n');
  expect(text).not.toContain('projects-changed');
  await reader.cancel();
});

it('ends at the next heartbeat when the reader is no longer a member', async () => {
  const response = await fetch(url);
  isMember = false;
  expect(await readUntil(response.body!.getReader(), 'never')).toContain('retry:');
});

it('is refused to others', async () => {
  isMember = false;
  expect((await fetch(url)).status).toBe(404);
  expect((await fetch(url.replace(workspaceId, 'x'))).status).toBe(404);
});

it('ends with the server', async () => {
  const response = await fetch(url);
  const reading = readUntil(response.body!.getReader(), 'never');
  await app.close();
  await reading;
});
