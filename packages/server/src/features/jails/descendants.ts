import { readdir, readFile } from 'node:fs/promises';

/** Enough for every jail; what a jail can make the server look at has an end. */
const maxProcesses = 5000;

/** The process itself and all that descend from it, nearest first. */
export async function* descendantsOf(pid: number): AsyncGenerator<number> {
  const found = [pid];
  for (const each of found) {
    yield each;
    for (const thread of await listOrNone(`/proc/${each}/task`)) {
      const children = await readOrNull(`/proc/${each}/task/${thread}/children`);
      found.push(...(children?.trim().split(' ').filter(Boolean).map(Number) ?? []));
      if (found.length > maxProcesses) return;
    }
  }
}

const listOrNone = (folder: string) => readdir(folder).catch(() => []);
const readOrNull = (file: string) => readFile(file, 'utf8').catch(() => null);
