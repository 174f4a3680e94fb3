import { parseLfsPointer } from '../lfs/lfs-pointer.ts';
import type { Blob } from './read-blob.ts';

/** One side of a comparison, ready to be shown. */
export type FileContent =
  | { kind: 'absent' }
  | {
      kind: 'text';
      text: string;
      sizeBytes: number;
      encoding: 'utf-8' | 'windows-1252';
      /** the file is a pointer to a large file kept elsewhere (Git LFS) */
      lfs?: { oid: string; sizeBytes: number };
    }
  | { kind: 'binary'; sizeBytes: number; bytes: Buffer }
  /** another repository at one of its commits */
  | { kind: 'submodule'; oid: string }
  | { kind: 'too-large'; sizeBytes: number };

const strictUtf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const windows1252 = new TextDecoder('windows-1252');
const binarySniffBytes = 8000; // as git does

/** Bytes → text, unless they are no text by git's measure (a NUL near the beginning). */
export function toFileContent(blob: Blob): FileContent {
  if (blob.kind !== 'bytes') return blob;
  const { bytes } = blob;
  const sizeBytes = bytes.length;
  if (bytes.subarray(0, binarySniffBytes).includes(0)) return { kind: 'binary', sizeBytes, bytes };
  try {
    const text = strictUtf8.decode(bytes);
    const pointer = parseLfsPointer(text);
    const lfs = pointer && { ...pointer, oid: `sha256:${pointer.oid}` };
    return { kind: 'text', text, sizeBytes, encoding: 'utf-8', ...(lfs && { lfs }) };
  } catch {
    return { kind: 'text', text: windows1252.decode(bytes), sizeBytes, encoding: 'windows-1252' };
  }
}
