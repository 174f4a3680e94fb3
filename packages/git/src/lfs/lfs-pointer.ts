/** A large file that the repository holds a pointer to (Git LFS). */
export interface LfsPointer {
  /** SHA-256 of its content, in hexadecimal */
  oid: string;
  sizeBytes: number;
}

/** No pointer is longer (https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md). */
export const maxPointerBytes = 1024;

const firstLine = 'version https://git-lfs.github.com/spec/v1\n';

/** What a pointer says; null for any other text. */
export function parseLfsPointer(text: string): LfsPointer | null {
  if (!text.startsWith(firstLine) || text.length > maxPointerBytes) return null;
  const oid = /^oid sha256:([0-9a-f]{64})$/m.exec(text)?.[1];
  const size = /^size (\d{1,15})$/m.exec(text)?.[1];
  return oid && size ? { oid, sizeBytes: Number(size) } : null;
}
