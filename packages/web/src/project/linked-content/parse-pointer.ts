/** What a pointer of Git LFS says of the file that it stands for; null for any other text. */
export function parsePointer(text: string | null): { sizeBytes: number } | null {
  if (!text?.startsWith('version https://git-lfs.github.com/spec/v1\n') || text.length > 1024) return null;
  const size = /^size (\d{1,15})$/m.exec(text)?.[1];
  return /^oid sha256:[0-9a-f]{64}$/m.test(text) && size ? { sizeBytes: Number(size) } : null;
}
