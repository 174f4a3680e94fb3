import { Readable } from 'node:stream';
import type { GitEnvironment } from '../process/git-environment.ts';
import { type GitIdentity, toIdentityVariables } from '../process/identity-variables.ts';
import { runGit } from '../process/run-git.ts';
import { toRepositoryPathBytes } from '../repository/repository-path.ts';
import type { BranchCache } from './branch-cache.ts';

export type TreeChange =
  /** `read` is called when its turn comes: all together may be large. `mode` 100644 unless the file has another. */
  | { kind: 'write'; path: string; read(): Promise<Uint8Array>; mode?: '100644' | '100755' }
  | { kind: 'delete'; path: string };

export interface CommitToWrite {
  /** the commit that it comes after; null for the first of a repository */
  parent: string | null;
  changes: readonly TreeChange[];
  message: string;
  author: GitIdentity;
}

/**
 * Writes a commit that differs from its parent in these files alone. Contents of other files need not be here.
 * @returns the commit; no branch of the remote's has it yet
 * @throws InvalidPathError
 */
export async function writeCommit(
  git: GitEnvironment,
  { dir }: BranchCache,
  commit: CommitToWrite,
  options: { signal?: AbortSignal } = {},
): Promise<string> {
  for (const { path } of commit.changes) toRepositoryPathBytes(path);
  let failure: { error: unknown } | null = null;
  async function* stream() {
    try {
      yield* toStream(commit);
    } catch (error) {
      failure = { error };
      throw error;
    }
  }
  const args = ['fast-import', '--quiet', '--done', '--force', '--date-format=now'];
  const { stdout } = await runGit(git, dir, args, {
    stdin: Readable.from(stream()),
    signal: options.signal,
    timeoutMs: 600_000,
  }).catch((error) => {
    // Git only saw its input end too soon.
    throw failure ? failure.error : error;
  });
  const oid = stdout.toString('latin1').trim();
  if (!/^[0-9a-f]{40,64}$/.test(oid)) throw new Error('git fast-import made no commit');
  return oid;
}

/** What fast-import reads (git-fast-import, "Input Format"). */
async function* toStream({ parent, changes, message, author }: CommitToWrite): AsyncGenerator<Buffer> {
  const { GIT_AUTHOR_NAME: name, GIT_AUTHOR_EMAIL: email } = toIdentityVariables(author, author);
  const text = Buffer.from(`${message.toWellFormed().replaceAll('\0', '').trimEnd()}\n`);
  yield Buffer.from(`commit refs/notelab/written\nmark :1\ncommitter ${name} <${email}> now\n`);
  yield* toData(text);
  if (parent !== null) yield Buffer.from(`from ${parent}\n`);
  // First, so that what takes the place of something finds it empty.
  for (const change of changes)
    if (change.kind === 'delete') yield Buffer.concat([Buffer.from('D '), quote(change.path), newline]);
  for (const change of changes) {
    if (change.kind !== 'write') continue;
    yield Buffer.concat([Buffer.from(`M ${change.mode ?? '100644'} inline `), quote(change.path), newline]);
    yield* toData(await change.read());
  }
  yield Buffer.from('get-mark :1\ndone\n');
}

const newline = Buffer.from('\n');

function* toData(bytes: Uint8Array): Generator<Buffer> {
  yield Buffer.from(`data ${bytes.length}\n`);
  if (bytes.length > 0) yield Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  yield newline;
}

/** A path as a quoted string of C. */
function quote(path: string): Buffer {
  const bytes = toRepositoryPathBytes(path);
  const escaped = [...bytes].flatMap((byte) =>
    byte === 0x22 || byte === 0x5c ? [0x5c, byte] : byte === 0x0a ? [0x5c, 0x6e] : [byte],
  );
  return Buffer.from([0x22, ...escaped, 0x22]);
}
