import { createHash } from 'node:crypto';
import {
  createReadStream,
  createWriteStream,
  existsSync,
  mkdirSync,
  renameSync,
  rmSync,
  statSync,
} from 'node:fs';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { ProjectRecord } from '../state/model.ts';
import type { Store } from '../state/store.ts';

/** Where a project's LFS objects are: one file per object, named by its SHA-256. */
export function lfsObjectsDirOf(store: Store, project: ProjectRecord): string {
  return join(store.dataDir, 'lfs', String(project.id));
}

const fileOf = (store: Store, project: ProjectRecord, oid: string) =>
  join(lfsObjectsDirOf(store, project), oid);

/** Bytes of an object that the project has; null when it has none of that name. */
export function findObjectSize(store: Store, project: ProjectRecord, oid: string): number | null {
  const file = fileOf(store, project, oid);
  return existsSync(file) ? statSync(file).size : null;
}

export function readObject(
  store: Store,
  project: ProjectRecord,
  oid: string,
  range: { start: number; end: number },
): Readable {
  return createReadStream(fileOf(store, project, oid), range);
}

/** Keeps what arrives if it is what its name and size say; false otherwise. */
export async function storeObject(
  store: Store,
  project: ProjectRecord,
  { oid, size }: { oid: string; size: number },
  body: Readable,
): Promise<boolean> {
  const file = fileOf(store, project, oid);
  mkdirSync(lfsObjectsDirOf(store, project), { recursive: true });
  const temporary = `${file}.${store.nextId('lfs-upload')}.part`;
  const hash = createHash('sha256');
  let bytes = 0;
  try {
    await pipeline(
      body,
      async function* (chunks: AsyncIterable<Buffer>) {
        for await (const chunk of chunks) {
          hash.update(chunk);
          bytes += chunk.length;
          yield chunk;
        }
      },
      createWriteStream(temporary),
    );
    if (bytes !== size || hash.digest('hex') !== oid) return false;
    renameSync(temporary, file);
    return true;
  } finally {
    rmSync(temporary, { force: true });
  }
}
