import type { GitEnvironment } from '../process/git-environment.ts';
import { runGit } from '../process/run-git.ts';
import type { Blob } from '../repository/read-blob.ts';
import { type BranchCache, withPromises } from './branch-cache.ts';

/**
 * Contents of files by their object ids. What is not in the cache yet is fetched, all at once.
 * @param git one that reaches the remote
 * @param options.maxBytes of one file
 */
export async function readBlobs(
  git: GitEnvironment,
  cache: BranchCache,
  oids: readonly string[],
  options: { maxBytes: number; signal?: AbortSignal },
): Promise<Map<string, Blob>> {
  const wanted = [...new Set(oids)];
  if (wanted.length === 0) return new Map();
  const found = await checkSizes(git, cache, wanted);
  const missing = wanted.filter((oid) => !found.has(oid));
  if (missing.length > 0) {
    await fetchObjects(git, cache, missing, options.signal);
    for (const [oid, size] of await checkSizes(git, cache, missing)) found.set(oid, size);
  }
  const small = wanted.filter((oid) => (found.get(oid) ?? Number.POSITIVE_INFINITY) <= options.maxBytes);
  const contents = await readAll(git, cache, small, options.signal);
  return new Map(
    wanted.map((oid): [string, Blob] => {
      const sizeBytes = found.get(oid);
      const bytes = contents.get(oid);
      if (bytes) return [oid, { kind: 'bytes', bytes }];
      return [oid, sizeBytes === undefined ? { kind: 'absent' } : { kind: 'too-large', sizeBytes }];
    }),
  );
}

const toLines = (oids: readonly string[]) => oids.map((oid) => `${oid}\n`).join('');

async function checkSizes(
  git: GitEnvironment,
  { dir }: BranchCache,
  oids: readonly string[],
): Promise<Map<string, number>> {
  const { stdout } = await runGit(git, dir, ['cat-file', '--batch-check'], {
    stdin: toLines(oids),
    readOnly: true,
  });
  const sizes = new Map<string, number>();
  for (const line of stdout.toString('latin1').split('\n')) {
    const [, oid, size] = /^([0-9a-f]{40,64}) blob (\d+)$/.exec(line) ?? [];
    if (oid) sizes.set(oid, Number(size));
  }
  return sizes;
}

/** As git itself fetches what a partial clone lacks. */
async function fetchObjects(
  git: GitEnvironment,
  cache: BranchCache,
  oids: readonly string[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const partial = withPromises(git, cache);
  const args = ['fetch', '--no-tags', '--no-write-fetch-head', '--no-recurse-submodules', '--refmap='];
  await runGit(
    // Nothing is told about what is here: it would be of no use to the server.
    { ...partial, config: [...partial.config, ['fetch.negotiationAlgorithm', 'noop']] },
    cache.dir,
    [...args, '--filter=blob:none', '--stdin', 'origin'],
    { stdin: toLines(oids), signal, timeoutMs: 600_000 },
  );
}

async function readAll(
  git: GitEnvironment,
  { dir }: BranchCache,
  oids: readonly string[],
  signal: AbortSignal | undefined,
): Promise<Map<string, Buffer>> {
  const contents = new Map<string, Buffer>();
  if (oids.length === 0) return contents;
  const { stdout } = await runGit(git, dir, ['cat-file', '--batch'], {
    stdin: toLines(oids),
    readOnly: true,
    signal,
    maxOutputBytes: Number.POSITIVE_INFINITY,
  });
  for (let at = 0; at < stdout.length; ) {
    const end = stdout.indexOf(10, at);
    const [oid = '', , size] = stdout.toString('latin1', at, end).split(' ');
    const begin = end + 1;
    contents.set(oid, stdout.subarray(begin, begin + Number(size)));
    at = begin + Number(size) + 1;
  }
  return contents;
}
