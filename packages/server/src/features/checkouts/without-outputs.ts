import type { Choice } from '@notelab/git';
import { readWorkingFile } from '@notelab/git';
import { NotebookFileError, stripOutputs } from '@notelab/notebook';
import { fail } from '../../problem.ts';

/** Read as a tree it takes some thirty times as much of the server's memory. */
const mostNotebookBytes = 16 * 1024 * 1024;

/** Notebooks as they are committed without their outputs. On disk they keep them. */
export async function readWithoutOutputs(
  dir: string,
  paths: string[],
): Promise<NonNullable<Choice['contents']>> {
  const contents: NonNullable<Choice['contents']> = [];
  for (const path of paths) {
    const blob = await readWorkingFile(dir, path, mostNotebookBytes);
    if (blob.kind === 'too-large')
      fail('file-too-large', 'This notebook is too large to be read. Nothing was committed.', {
        files: [path],
      });
    // A deleted notebook has no outputs: its deletion is committed.
    if (blob.kind === 'bytes') contents.push({ path, bytes: strip(path, blob.bytes) });
  }
  return contents;
}

function strip(path: string, bytes: Buffer): Buffer {
  try {
    return Buffer.from(stripOutputs(bytes.toString('utf8')), 'utf8');
  } catch (error) {
    if (!(error instanceof NotebookFileError)) throw error;
    return fail(
      'nothing-to-commit',
      `${error.message} It can only be committed as it is. Nothing was committed.`,
      {
        files: [path],
      },
    );
  }
}
