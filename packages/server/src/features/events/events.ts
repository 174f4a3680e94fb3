import type { WorkspaceEvent, WorkspaceId } from '@notelab/contract';

export interface Events {
  publish(workspaceId: WorkspaceId, event: WorkspaceEvent): void;
  /** @returns a function that ends the subscription. */
  subscribe(workspaceId: WorkspaceId, listener: (event: WorkspaceEvent) => void): () => void;
}

/** Tells open pages of a workspace what changed. In memory: a page that was away asks again when it is back. */
export function createEvents(): Events {
  const listeners = new Map<WorkspaceId, Set<(event: WorkspaceEvent) => void>>();
  return {
    publish(workspaceId, event) {
      for (const listener of listeners.get(workspaceId) ?? []) listener(event);
    },
    subscribe(workspaceId, listener) {
      const set = listeners.get(workspaceId) ?? new Set();
      listeners.set(workspaceId, set.add(listener));
      return () => {
        set.delete(listener);
        if (set.size === 0 && listeners.get(workspaceId) === set) listeners.delete(workspaceId);
      };
    },
  };
}
