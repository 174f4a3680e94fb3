import type { Operation, WorkspaceEvent } from '@notelab/contract';
import { QueryClient } from '@tanstack/react-query';
import { describe, expect, it } from 'vitest';
import { applyEvent } from './events.ts';
import { filesQuery, integrationsQuery, operationsQuery } from './queries.ts';

const operation = (id: string, status: Operation['status']) =>
  ({ id, status, projectId: 'p', checkoutId: 'c' }) as unknown as Operation;

function clientWith(entries: [readonly unknown[], unknown][]): QueryClient {
  const client = new QueryClient();
  for (const [key, data] of entries) client.setQueryData(key, data);
  return client;
}

const isOutdated = (client: QueryClient, key: readonly unknown[]) =>
  client.getQueryState(key)?.isInvalidated ?? false;

describe('an event', () => {
  it('puts a new operation at the head and a known one in its place', () => {
    const key = operationsQuery('p').queryKey;
    const client = clientWith([[key, [operation('a', 'running')]]]);
    applyEvent(client, 'w', { type: 'operation', operation: operation('b', 'queued') });
    applyEvent(client, 'w', { type: 'operation', operation: operation('a', 'done') });
    expect(client.getQueryData(key)?.map(({ id, status }) => [id, status])).toEqual([
      ['b', 'queued'],
      ['a', 'done'],
    ]);
  });

  it('makes a checkout out of date only when its operation has ended', () => {
    const key = ['checkout', 'c', 'status'];
    const client = clientWith([[key, {}]]);
    applyEvent(client, 'w', { type: 'operation', operation: operation('a', 'running') });
    expect(isOutdated(client, key)).toBe(false);
    applyEvent(client, 'w', { type: 'operation', operation: operation('a', 'failed') });
    expect(isOutdated(client, key)).toBe(true);
  });

  it('asks again of a checkout whose files change, but not while git is changing them', () => {
    const busy = ['checkout', 'c', 'status'];
    const other = ['checkout', 'other', 'status'];
    const event = { type: 'files-changed', projectId: 'p', folders: null } as unknown as WorkspaceEvent;
    const during = (kind: Operation['kind']) => {
      const running = { ...operation('a', 'running'), kind };
      const client = clientWith([
        [operationsQuery('p').queryKey, [running]],
        [busy, {}],
        [other, {}],
      ]);
      applyEvent(client, 'w', event);
      return [isOutdated(client, busy), isOutdated(client, other)];
    };
    expect(during('switch')).toEqual([false, true]);
    expect(during('fetch')).toEqual([true, true]);
  });

  it('makes only the named folders out of date', () => {
    const client = clientWith([
      [filesQuery('p', 'src').queryKey, []],
      [filesQuery('p', 'data').queryKey, []],
    ]);
    const event = { type: 'files-changed', projectId: 'p', folders: ['src'] } as unknown as WorkspaceEvent;
    applyEvent(client, 'w', event);
    expect(isOutdated(client, filesQuery('p', 'src').queryKey)).toBe(true);
    expect(isOutdated(client, filesQuery('p', 'data').queryKey)).toBe(false);
  });

  it('about repositories makes the integrations of its own workspace out of date', () => {
    const client = clientWith([
      [integrationsQuery('w').queryKey, []],
      [integrationsQuery('other').queryKey, []],
    ]);
    applyEvent(client, 'w', { type: 'repositories-changed' });
    expect(isOutdated(client, integrationsQuery('w').queryKey)).toBe(true);
    expect(isOutdated(client, integrationsQuery('other').queryKey)).toBe(false);
  });
});
