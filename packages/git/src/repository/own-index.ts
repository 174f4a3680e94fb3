import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Lends an index file beside the repository's own, for steps that must not touch that one. It is inside `.git`, as
 * git's jail can write nowhere else.
 */
export async function withOwnIndex<T>(dir: string, work: (indexFile: string) => Promise<T>): Promise<T> {
  const indexFile = `.git/notelab-index-${randomUUID()}`;
  try {
    return await work(indexFile);
  } finally {
    for (const name of [indexFile, `${indexFile}.lock`]) await rm(join(dir, name), { force: true });
  }
}
