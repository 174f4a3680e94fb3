import type { NotebookId } from '@notelab/contract';

/** Where an update leads to: for each client of Yjs, how many of its changes a document has that has this one. */
export type Reach = ReadonlyMap<number, number>;

/** What a page has sent is acknowledged when it is in the document, whole, and on disk: then the page may forget it. */
export interface Acknowledgements {
  /** The page has sent a change. */
  expect(name: string, reach: Reach): void;
  /** Hocuspocus says that it has taken one: it is told to the page in due time. */
  hold(name: string, message: Uint8Array): void;
}

export function createAcknowledgements({
  settled,
  isIn,
  isOpen,
  send,
}: {
  /** Resolves when all changes of a document so far are on disk; rejects when that failed this time. */
  settled(id: NotebookId): Promise<void>;
  isIn(name: string, reach: Reach): boolean;
  isOpen(): boolean;
  send(message: Uint8Array): void;
}): Acknowledgements {
  const expected = new Map<string, Map<number, number>>();
  const waiting = new Map<string, Uint8Array[]>();

  /** As often as it takes: it is written again and again until that succeeds. */
  async function untilWritten(name: string): Promise<void> {
    let isWritten = false;
    while (!isWritten && isOpen())
      isWritten = await settled(name as NotebookId).then(
        () => true,
        () => false,
      );
  }

  async function release(name: string): Promise<void> {
    // Yjs keeps a change aside that builds on one that is not there yet, for example on one that was on its way when
    // the server died. The page sends that, too, and this is asked again.
    if (!isIn(name, expected.get(name) ?? new Map())) return;
    const messages = waiting.get(name) ?? [];
    expected.delete(name);
    waiting.delete(name);
    await untilWritten(name);
    if (isOpen()) messages.forEach(send);
  }

  return {
    expect(name, reach) {
      const all = expected.get(name) ?? new Map<number, number>();
      expected.set(name, all);
      for (const [client, clock] of reach) all.set(client, Math.max(clock, all.get(client) ?? 0));
    },

    hold(name, message) {
      waiting.set(name, [...(waiting.get(name) ?? []), message]);
      void release(name);
    },
  };
}
