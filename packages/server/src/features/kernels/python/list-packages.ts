import { readdir } from 'node:fs/promises';
import { join } from 'node:path';

export interface InstalledPackage {
  name: string;
  version: string;
}

const metadataFolder = /^(?<name>[A-Za-z0-9._-]+?)-(?<version>[^-]+)\.dist-info$/;
const maxPackages = 2_000;

/** What is installed in an environment itself, by the names of the folders that pip leaves there. */
export async function listPackages(environment: string): Promise<InstalledPackage[]> {
  const lib = join(environment, 'lib');
  const versions = (await readdir(lib).catch(() => [])).filter((name) => /^python\d/.test(name));
  const found: InstalledPackage[] = [];
  for (const version of versions)
    for (const entry of await readdir(join(lib, version, 'site-packages')).catch(() => [])) {
      const { name, version: installed } = metadataFolder.exec(entry)?.groups ?? {};
      if (name && installed && found.length < maxPackages)
        found.push({ name: name.replaceAll('_', '-'), version: installed });
    }
  return found.sort((one, other) => one.name.localeCompare(other.name));
}
