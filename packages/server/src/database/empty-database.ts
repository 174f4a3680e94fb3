import { execFile } from 'node:child_process';
import { existsSync, openAsBlob } from 'node:fs';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { PGlite } from '@electric-sql/pglite';
import { drizzle } from 'drizzle-orm/pglite';
import { migrate } from 'drizzle-orm/pglite/migrator';
import { fingerprintMigrations, migrationsFolder } from './migrations.ts';

/**
 * An archive of a database with Notelab's tables and nothing in them, made when Notelab is built: to copy one takes
 * a tenth of the time that making one takes. It bears the name of the migrations it was made with, so one of other
 * migrations is never used: without an archive the engine makes its database itself.
 */
const folderOfArchive = fileURLToPath(new URL('../../dist', import.meta.url));
const findArchive = () => join(folderOfArchive, `empty-database-${fingerprintMigrations()}.tar`);

/** Makes the archive, and removes those of other migrations. */
export async function writeEmptyDatabase(): Promise<void> {
  const client = await PGlite.create();
  await migrate(drizzle(client), { migrationsFolder });
  // Otherwise every copy would have to go through all of this once more, as after a crash.
  await client.exec('checkpoint');
  const content = await client.dumpDataDir('none');
  await client.close();
  await mkdir(folderOfArchive, { recursive: true });
  const archive = findArchive();
  const unfinished = `${archive}.${process.pid}`;
  await writeFile(unfinished, content.stream());
  await rename(unfinished, archive);
  for (const name of await readdir(folderOfArchive)) {
    if (name !== basename(archive)) await rm(join(folderOfArchive, name));
  }
}

/** The archive for a database in memory, or null when there is none. */
export async function findEmptyDatabase(): Promise<Blob | null> {
  const archive = findArchive();
  return existsSync(archive) ? openAsBlob(archive) : null;
}

/** Puts an empty database at `folder`, whole or not at all. Does nothing without the archive. */
export async function copyEmptyDatabase(folder: string): Promise<void> {
  const archive = findArchive();
  if (!existsSync(archive)) return;
  const unfinished = `${folder}.unfinished`;
  await rm(unfinished, { recursive: true, force: true });
  await mkdir(unfinished, { mode: 0o700 });
  await promisify(execFile)('tar', ['-xf', archive, '--no-same-owner', '-C', unfinished]);
  await rename(unfinished, folder);
}
