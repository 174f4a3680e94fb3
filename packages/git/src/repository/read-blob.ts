import type { GitEnvironment } from '../process/git-environment.ts';
import { runGit } from '../process/run-git.ts';
import { toRepositoryPathBytes } from './repository-path.ts';

export type Blob =
  | { kind: 'absent' }
  | { kind: 'bytes'; bytes: Buffer }
  /** `sizeBytes` is more than was asked for; nothing was read */
  | { kind: 'too-large'; sizeBytes: number };

export const defaultMaxBytes = 1024 * 1024;

/**
 * Content of a file in a commit, as git stores it (filters such as LFS not applied).
 * @param revision a commit, branch, `HEAD`; `''` is the index, `':1'` to `':3'` the sides of a conflict
 * @param options.maxBytes default 1 MiB
 * @throws InvalidPathError, RangeError for a revision that is none
 */
export async function readBlob(
  git: GitEnvironment,
  dir: string,
  revision: string,
  path: string,
  options: { maxBytes?: number } = {},
): Promise<Blob> {
  if (!/^(?::[1-3]|[^\0:]*)$/.test(revision))
    throw new RangeError(`Not a revision: ${JSON.stringify(revision)}`);
  const name = Buffer.concat([Buffer.from(`${revision}:`), toRepositoryPathBytes(path), Buffer.of(0)]);
  const { stdout } = await runGit(git, dir, ['cat-file', '--batch-check', '-z'], {
    stdin: name,
    readOnly: true,
  });
  const [, oid, size] = /^([0-9a-f]{40,64}) blob (\d+)\n$/.exec(stdout.toString('latin1')) ?? [];
  if (!oid) return { kind: 'absent' };
  const maxBytes = options.maxBytes ?? defaultMaxBytes;
  if (Number(size) > maxBytes) return { kind: 'too-large', sizeBytes: Number(size) };
  const content = await runGit(git, dir, ['cat-file', 'blob', oid], {
    readOnly: true,
    maxOutputBytes: maxBytes,
  });
  return { kind: 'bytes', bytes: content.stdout };
}
