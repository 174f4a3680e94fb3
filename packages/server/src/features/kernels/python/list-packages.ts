import { listFiles } from '../../projects/files.ts';

export interface InstalledPackage {
  name: string;
  version: string;
}

const metadataFolder = /^(?<name>[A-Za-z0-9._-]+?)-(?<version>[^-]+)\.dist-info$/;
const maxPackages = 2_000;

/**
 * What is installed in an environment itself, by the names of the folders that pip leaves there. Whoever installs can
 * put links there: they are not followed, as they could lead into another project's.
 */
export async function listPackages(environment: string): Promise<InstalledPackage[]> {
  const list = (path: string) => listFiles({ root: environment }, path).catch(() => []);
  const versions = (await list('lib')).filter(({ name }) => /^python\d/.test(name));
  const found: InstalledPackage[] = [];
  for (const { path } of versions)
    for (const entry of await list(`${path}/site-packages`)) {
      const { name, version: installed } = metadataFolder.exec(entry.name)?.groups ?? {};
      if (name && installed && found.length < maxPackages)
        found.push({ name: name.replaceAll('_', '-'), version: installed });
    }
  return found.sort((one, other) => one.name.localeCompare(other.name));
}
