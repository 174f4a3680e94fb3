import type { WorkspaceEvent, WorkspaceId } from '@notelab/contract';
import type { Events } from './events.ts';

const soonMs = 200;

/** Publishes an event once for what happens many times in a moment: each makes every open page ask again. */
export function tellSoon(events: Events, event: WorkspaceEvent): (id: WorkspaceId) => void {
  const waiting = new Set<WorkspaceId>();
  return (id) => {
    if (waiting.has(id)) return;
    waiting.add(id);
    const tell = () => {
      waiting.delete(id);
      events.publish(id, event);
    };
    setTimeout(tell, soonMs).unref();
  };
}
