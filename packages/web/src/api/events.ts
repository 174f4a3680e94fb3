import type { Operation, OperationKind, WorkspaceEvent } from '@notelab/contract';
import { type QueryClient, type QueryKey, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { applyHealthCheck, applyKernel } from './apply-event.ts';
import { operationsQuery } from './queries.ts';

const firstPauseMs = 1_000;
const longestPauseMs = 30_000;

/**
 * Keeps what is shown of a workspace up to date: listens to its events while the page is open, and asks again for
 * what was read before it could listen.
 */
export function useWorkspaceEvents(workspaceId: string): void {
  const client = useQueryClient();
  useEffect(() => listen(workspaceId, client), [workspaceId, client]);
}

function listen(workspaceId: string, client: QueryClient): () => void {
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let pauseMs = firstPauseMs;

  const open = () => {
    source = new EventSource(`/api/workspaces/${encodeURIComponent(workspaceId)}/events`);
    source.onopen = () => {
      pauseMs = firstPauseMs;
      // What was read before may have changed unheard: while the page opened, or the connection was broken.
      void client.invalidateQueries({ predicate: ({ state }) => state.status !== 'pending' });
    };
    source.onmessage = (message) => {
      const event = parseEvent(message.data);
      if (event) applyEvent(client, workspaceId, event);
    };
    source.onerror = () => {
      // The browser reconnects by itself after a broken connection, but gives up on an error status.
      if (source?.readyState !== EventSource.CLOSED) return;
      timer = setTimeout(open, pauseMs);
      pauseMs = Math.min(pauseMs * 2, longestPauseMs);
    };
  };

  open();
  return () => {
    clearTimeout(timer);
    source?.close();
  };
}

function parseEvent(data: unknown): WorkspaceEvent | null {
  try {
    return JSON.parse(String(data)) as WorkspaceEvent;
  } catch {
    return null;
  }
}

/** Marks what an event makes out of date, and takes over the operation or kernel it carries. */
export function applyEvent(client: QueryClient, workspaceId: string, event: WorkspaceEvent): void {
  if (event.type === 'operation') applyOperation(client, event.operation);
  if (event.type === 'kernel') applyKernel(client, event.kernel);
  if (event.type === 'health-check') applyHealthCheck(client, workspaceId, event.check);
  for (const queryKey of outdatedBy(workspaceId, event)) void client.invalidateQueries({ queryKey });
  if (event.type === 'files-changed') askCheckoutsAgain(client, event.projectId);
}

/**
 * A changed file may be one of a checkout. While git is changing many, what it says of them is neither the old state
 * nor the new one: of those checkouts is asked when the operation ends.
 */
function askCheckoutsAgain(client: QueryClient, projectId: string): void {
  const operations = client.getQueryData(operationsQuery(projectId).queryKey) ?? [];
  const busy = new Set<unknown>(
    operations
      .filter(({ status, kind }) => status === 'running' && !leaveFilesAlone.has(kind))
      .map(({ checkoutId }) => checkoutId),
  );
  void client.invalidateQueries({
    queryKey: ['checkout'],
    predicate: ({ queryKey }) => !busy.has(queryKey[1]),
  });
}

const leaveFilesAlone = new Set<OperationKind>(['fetch', 'look', 'push', 'export']);

function outdatedBy(workspaceId: string, event: WorkspaceEvent): QueryKey[] {
  switch (event.type) {
    case 'operation': {
      const { status, checkoutId, projectId } = event.operation;
      if (status === 'queued' || status === 'running') return [];
      return [
        ['checkout', checkoutId],
        ['history', checkoutId],
        ['checkouts', projectId],
        ['merge-requests'],
        ['my-gitlab-use'],
        ['news'],
      ];
    }
    case 'checkout-changed':
      return [
        ['checkout', event.checkoutId],
        ['history', event.checkoutId],
      ];
    case 'checkouts-changed':
      return [
        ['checkouts', event.projectId],
        ['project', event.projectId],
        ['projects', workspaceId],
      ];
    case 'files-changed': {
      const folders = event.folders?.map((folder) => ['files', event.projectId, folder]);
      return [['file', event.projectId], ...(folders ?? [['files', event.projectId]])];
    }
    case 'terminals-changed':
      return [['terminals', event.projectId]];
    case 'notebooks-changed':
      return [['notebooks', event.projectId]];
    case 'kernel':
      return [];
    case 'python-changed':
      return [['python', event.projectId]];
    case 'export-changed':
      return [
        ['export', event.projectId],
        ['stopped-exports', workspaceId],
        ['health', workspaceId],
      ];
    case 'versions-changed':
      return [['versions', event.projectId], ['version']];
    case 'news':
      return [['news', event.repositoryId]];
    case 'webhooks-changed':
      return [['webhooks', workspaceId]];
    case 'projects-changed':
      return [['project'], ['projects', workspaceId]];
    case 'repositories-changed':
      return [
        ['repositories', workspaceId],
        ['gitlab-projects', workspaceId],
        ['integrations', workspaceId],
        ['health', workspaceId],
        ['checkouts'],
      ];
    case 'integrations-changed':
      return [
        ['integrations', workspaceId],
        ['health', workspaceId],
      ];
    case 'health-check':
      // What it finds, it tells of on its way.
      return event.check.status === 'running' ? [] : [['health', workspaceId]];
    case 'members-changed':
      return [['me'], ['members', workspaceId], ['invitations', workspaceId], ['health', workspaceId]];
    case 'accounts-changed':
      // A terminal says as whom git acts in it.
      return [
        ['my-instances'],
        ['my-gitlab-use'],
        ['terminals'],
        ['merge-requests'],
        ['health', workspaceId],
      ];
  }
}

function applyOperation(client: QueryClient, operation: Operation): void {
  const { queryKey } = operationsQuery(operation.projectId);
  if (client.getQueryData(queryKey) === undefined) void client.invalidateQueries({ queryKey });
  client.setQueryData(queryKey, (known) => known && withOperation(known, operation));
}

/** The list with an operation's newer state in its place, or at the head when it is new. */
export function withOperation(known: Operation[], operation: Operation): Operation[] {
  const at = known.findIndex(({ id }) => id === operation.id);
  if (at < 0) return [operation, ...known];
  return known.map((other, index) => (index === at ? operation : other));
}
