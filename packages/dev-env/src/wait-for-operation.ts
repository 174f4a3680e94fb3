import { setTimeout as sleep } from 'node:timers/promises';
import { listOperations, type Operation } from '@notelab/contract';
import type { Client } from './client.ts';

/** The operation as it ended. */
export async function waitForOperation(client: Client, { id, projectId }: Operation): Promise<Operation> {
  for (;;) {
    const operations = await client.call(listOperations, { params: { projectId } });
    const operation = operations.find((candidate) => candidate.id === id);
    if (!operation) throw new Error(`Operation ${id} is gone`);
    if (operation.finishedAt !== null) return operation;
    await sleep(25);
  }
}
