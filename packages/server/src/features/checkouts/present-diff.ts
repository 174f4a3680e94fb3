import type { FileDiff } from '@notelab/contract';
import type { FileContent, FileDiff as GitFileDiff } from '@notelab/git';
import { isImage } from '../projects/files.ts';

/** Notebooks are large by their pictures, which are not compared as text. */
const mostNotebookBytes = 16 * 1024 * 1024;
const mostImageBytes = 8 * 1024 * 1024;

/** How much of a file is read for a comparison; undefined: as much as of any text. */
export function mostBytesOf(path: string): number | undefined {
  if (path.endsWith('.ipynb')) return mostNotebookBytes;
  return isImage(path) ? mostImageBytes : undefined;
}

/** Two sides of a file as pages show them. */
export function presentDiff({ path, old, new: current }: GitFileDiff): FileDiff {
  const kind = kindOf(path, [old, current]);
  return {
    path,
    kind,
    before: contentOf(kind, old),
    after: contentOf(kind, current),
    beforeSize: sizeOf(old),
    afterSize: sizeOf(current),
  };
}

function kindOf(path: string, sides: FileContent[]): FileDiff['kind'] {
  if (sides.some((side) => side.kind === 'submodule')) return 'submodule';
  if (sides.some((side) => side.kind === 'text' && side.lfs)) return 'lfs';
  if (sides.some((side) => side.kind === 'too-large')) return 'too-large';
  if (isImage(path)) return 'image';
  return sides.some((side) => side.kind === 'binary') ? 'binary' : 'text';
}

function contentOf(kind: FileDiff['kind'], side: FileContent): string | null {
  if (kind === 'submodule') return side.kind === 'submodule' ? side.oid : null;
  if (kind === 'lfs') return side.kind === 'text' ? (side.lfs?.oid ?? null) : null;
  if (kind === 'image' && side.kind === 'binary') return side.bytes.toString('base64');
  return (kind === 'text' || kind === 'image') && side.kind === 'text' ? side.text : null;
}

function sizeOf(side: FileContent): number | null {
  if (side.kind === 'absent' || side.kind === 'submodule') return null;
  return side.kind === 'text' && side.lfs ? side.lfs.sizeBytes : side.sizeBytes;
}
