import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The steps that make Notelab's tables, in order; drizzle keeps in the database which of them were done. */
export const migrationsFolder = fileURLToPath(new URL('../../migrations', import.meta.url));

/** Names the migrations: another text for every change of one. */
export function fingerprintMigrations(): string {
  const names = readdirSync(migrationsFolder).filter((name) => name.endsWith('.sql'));
  const hash = createHash('sha256');
  for (const name of [...names.sort(), 'meta/_journal.json']) {
    hash.update(readFileSync(join(migrationsFolder, name)));
  }
  return hash.digest('hex').slice(0, 16);
}
