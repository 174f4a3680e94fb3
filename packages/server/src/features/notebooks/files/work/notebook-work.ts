import { createHash } from 'node:crypto';
import type { MergeConflicts, MergeDecision, NotebookFormat } from '@notelab/contract';
import {
  type CellConflict,
  compareNotebooks,
  DeepnoteFileError,
  exportIpynb,
  type InStep,
  importIpynb,
  inTermsOfNotebook,
  mergeBlocks,
  type Notebook,
  NotebookFileError,
  newDeepnoteFile,
  parseDeepnote,
  withKnownIds,
  withoutOutputs,
  withoutStaleText,
  withUniqueIds,
  writeDeepnote,
  writeOverFile,
} from '@notelab/notebook';
import { separateOutputs } from '../../outputs/large-outputs.ts';
import { presentConflict } from '../../present-conflict.ts';

/* Everything about notebooks and their files that can take long: pure functions over plain values, so that they can be
   run in a thread of their own. */

/** What a file holds. */
export interface ReadNotebook {
  /** The notebook's id as the file says it; null where it says none. */
  fileNotebookId: string | null;
  /** Null for .ipynb files, which do not say it. */
  name: string | null;
  /** As a document holds it: large outputs are references. */
  notebook: Notebook;
  /** These, by their hashes. */
  outputs: Map<string, Uint8Array>;
  /** The ids that its blocks have when the file is read, where repeated ones are not made different. */
  fileIds: string[];
}

export type Outcome<T> = { done: T } | { invalid: string };

/** A file that cannot be read is an answer, not a failure. */
function refusable<T>(work: () => T): Outcome<T> {
  try {
    return { done: work() };
  } catch (error) {
    if (error instanceof NotebookFileError || error instanceof DeepnoteFileError)
      return { invalid: error.message };
    throw error;
  }
}

function read({ format, text }: { format: NotebookFormat; text: string }): ReadNotebook[] {
  if (format === 'ipynb') {
    const notebook = importIpynb(text, { id: '', name: '' });
    const fileNotebookId = notebook.id === '' ? null : notebook.id;
    return [{ fileNotebookId, name: null, fileIds: idsOf(notebook), ...separateOutputs(notebook) }];
  }
  return parseDeepnote(text).project.notebooks.map((notebook) => ({
    fileNotebookId: notebook.id,
    name: notebook.name,
    fileIds: idsOf(notebook),
    ...separateOutputs(withUniqueIds(notebook)),
  }));
}

const idsOf = ({ blocks }: Notebook) => blocks.map(({ id }) => id);

interface Written {
  notebook: Notebook;
  format: NotebookFormat;
  outputs: boolean;
}

/** Writes a notebook to a file of its own. @param project who the file is of, for .deepnote files */
function writeNew(
  { notebook, format, outputs }: Written,
  project: { id: string; name: string },
  createdAt: string,
): string {
  if (format === 'ipynb') return exportIpynb(withoutStaleText(notebook), { outputs });
  return writeDeepnote(newDeepnoteFile(project, [clean(notebook, outputs)], createdAt));
}

const clean = (notebook: Notebook, outputs: boolean) =>
  outputs ? withoutStaleText(notebook) : withoutOutputs(notebook);

/** All notebooks of a project in one file. @param original the file that it is written over */
function writeAll(
  notebooks: Notebook[],
  { outputs, original }: { outputs: boolean; original: string | null },
  project: { id: string; name: string },
  createdAt: string,
): string {
  const cleaned = notebooks.map((notebook) => clean(notebook, outputs));
  const standing = original === null ? null : refusable(() => parseDeepnote(original));
  if (!standing || 'invalid' in standing) return writeDeepnote(newDeepnoteFile(project, cleaned, createdAt));
  const file = standing.done;
  return writeDeepnote({ ...file, project: { ...file.project, notebooks: cleaned } }, original!);
}

export interface MergeInput extends MergeDecision {
  inStep: InStep;
  ours: Notebook;
  /** As the file was read now. */
  file: Notebook;
}

export type MergeResult =
  | MergeConflicts
  | { kind: 'merged'; notebook: Notebook; theirs: InStep; changedBlocks: number; outputsDropped: number };

function merge({ inStep, ours, file, versions, resolutions }: MergeInput): MergeResult {
  const known = withKnownIds(inStep.file, file);
  const theirs = { notebook: inTermsOfNotebook(inStep, known), file: known };
  const merged = mergeBlocks(inStep.notebook, ours, theirs.notebook);
  const named = nameVersions(merged.conflicts);
  const isDecided =
    merged.conflicts.length === 0 ||
    (versions === named && merged.conflicts.every(({ key }) => Object.hasOwn(resolutions, key)));
  if (!isDecided)
    return { kind: 'conflicts', versions: named, conflicts: merged.conflicts.map(presentConflict) };
  const notebook = merged.write(resolutions);
  const { blocks } = compareNotebooks(ours, notebook, { outputs: true });
  return { kind: 'merged', notebook, theirs, changedBlocks: blocks, outputsDropped: merged.outputsDropped };
}

/** Names what is asked about, so that an answer is not taken for one about something else. */
function nameVersions(conflicts: CellConflict[]): string {
  const hash = createHash('sha256');
  for (const { key, base, ours, theirs } of conflicts)
    hash.update(JSON.stringify([key, base?.node, ours?.node, theirs?.node]));
  return hash.digest('base64url');
}

/** How the file differs from when both were in step. */
function compareFile({ inStep, file }: { inStep: InStep; file: Notebook }) {
  const known = withKnownIds(inStep.file, file);
  return compareNotebooks(inStep.notebook, inTermsOfNotebook(inStep, known), { outputs: true });
}

export const notebookWork = {
  read: (file: { format: NotebookFormat; text: string }) => refusable(() => read(file)),
  writeNew,
  writeOver: (...given: Parameters<typeof writeOverFile>) => refusable(() => writeOverFile(...given)),
  writeAll,
  merge,
  compareFile,
};
export type NotebookWork = typeof notebookWork;
