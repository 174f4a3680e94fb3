import { type GitIdentity, type TreeChange, writeCommit } from '@notelab/git';
import type { AtGitLab } from './export-target.ts';
import { type PreparedExport, pathIn } from './prepare-export.ts';
import { keyOf, type WrittenFile } from './written-file.ts';

/** Writes the commit of a plan. @returns it, and what was really written; null when there is nothing to do */
export async function writePlan(
  { local, cache }: AtGitLab,
  { plan, read, remote }: PreparedExport,
  made: { folder: string; message: string; author: GitIdentity; signal: AbortSignal },
): Promise<{ commit: string; written: WrittenFile[] } | null> {
  const { folder, message, author, signal } = made;
  const oids = new Map<string, string>();
  const changes: TreeChange[] = [
    ...plan.deletes.map((fileName) => ({ kind: 'delete' as const, path: pathIn(folder, fileName) })),
    ...plan.writes.map(({ fileName, file, mode }) => ({
      kind: 'write' as const,
      path: pathIn(folder, fileName),
      mode,
      async read() {
        const { bytes, oid } = await read(file);
        oids.set(keyOf(file), oid);
        return bytes;
      },
    })),
  ];
  if (changes.length === 0) return null;
  const commit = await writeCommit(
    local,
    cache,
    { parent: remote.tip, changes, message, author },
    { signal },
  );
  return {
    commit,
    written: plan.written.map((file) => ({ ...file, oid: oids.get(keyOf(file)) ?? file.oid })),
  };
}
