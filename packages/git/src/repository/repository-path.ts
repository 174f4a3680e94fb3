import { encodePath } from './path-encoding.ts';

/** A path that does not name a file inside the repository's tree. */
export class InvalidPathError extends Error {
  readonly path: string;

  constructor(path: string) {
    super(`Not a path inside the repository: ${JSON.stringify(path)}`);
    this.name = 'InvalidPathError';
    this.path = path;
  }
}

/**
 * Bytes of a repository path (relative, `/` between names), for standard input.
 * @throws InvalidPathError for absolute paths, `.`/`..`/empty names, NUL, and anything below a `.git`
 */
export function toRepositoryPathBytes(path: string): Buffer {
  const names = path.split('/');
  if (path.includes('\0') || names.some((name) => forbiddenNames.has(name.toLowerCase()))) {
    throw new InvalidPathError(path);
  }
  try {
    return encodePath(path);
  } catch {
    throw new InvalidPathError(path);
  }
}

/** Does this text name a file that could be in a repository's tree? */
export function isRepositoryPath(path: string): boolean {
  try {
    return toRepositoryPathBytes(path).length > 0;
  } catch {
    return false;
  }
}

const forbiddenNames = new Set(['', '.', '..', '.git', 'git~1']);

/** NUL-terminated list of paths, as `-z --stdin` and `--pathspec-file-nul` read it. */
export function toPathList(paths: Iterable<string>): Buffer {
  const parts: Buffer[] = [];
  for (const path of paths) parts.push(toRepositoryPathBytes(path), Buffer.of(0));
  return Buffer.concat(parts);
}
