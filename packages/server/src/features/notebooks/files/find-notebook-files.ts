import type { NotebookFormat } from '@notelab/contract';
import { listFiles, type ProjectFiles } from '../../projects/files.ts';
import { findSize } from '../../projects/whole-files.ts';

export interface FoundFile {
  path: string;
  format: NotebookFormat;
  size: number;
}

const mostFiles = 500;
const mostEntries = 50_000;
/** Large trees that tools make, with copies of notebooks or none. */
const skipped = new Set([
  'node_modules',
  '__pycache__',
  '.venv',
  '.ipynb_checkpoints',
  '.tox',
  'site-packages',
]);

/** What a file is by its name; null for no file with notebooks. */
export function formatOf(path: string): NotebookFormat | null {
  if (/\.ipynb$/i.test(path)) return 'ipynb';
  return /\.deepnote$/i.test(path) ? 'deepnote' : null;
}

/** The files with notebooks below a folder, in the order of the file tree. Links are not followed. */
export async function findNotebookFiles(
  files: ProjectFiles,
  path: string,
): Promise<{ files: FoundFile[]; isCut: boolean }> {
  const found: FoundFile[] = [];
  let entriesSeen = 0;
  let isCut = false;

  async function take(file: string, format: NotebookFormat): Promise<void> {
    const size = await findSize(files, file).catch(() => null);
    if (size !== null) found.push({ path: file, format, size });
  }

  async function look(folder: string): Promise<void> {
    // A folder that is gone or closed to us is none.
    const entries = await listFiles(files, folder).catch(() => []);
    for (const { name, path, kind } of entries) {
      const format = kind === 'file' ? formatOf(name) : null;
      if (++entriesSeen > mostEntries || (format && found.length === mostFiles)) isCut = true;
      if (isCut) return;
      if (kind === 'folder' && !skipped.has(name)) await look(path);
      else if (format) await take(path, format);
    }
  }

  const format = formatOf(path);
  if (format && (await findSize(files, path)) !== null) await take(path, format);
  else await look(path);
  return { files: found, isCut };
}
