import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { NotebookId, ProjectId } from './ids.ts';
import { FilePath } from './names.ts';
import { MergeDecision, NotebookMerge } from './notebook-merges.ts';
import { Notebook } from './notebooks.ts';

export const NotebookFormat = z.enum(['ipynb', 'deepnote']);
export type NotebookFormat = z.infer<typeof NotebookFormat>;

/** Larger files are not imported. */
export const mostNotebookFileBytes = 100 * 1024 * 1024;

/** A file in the project that notebooks can be made of. */
export const NotebookFileEntry = z.object({
  path: z.string(),
  format: NotebookFormat,
  size: z.number().int(),
  /** Notebooks of this project whose source file it is. */
  notebookIds: z.array(NotebookId),
});
export type NotebookFileEntry = z.infer<typeof NotebookFileEntry>;

export const NotebookSourceState = z.enum([
  'in-step',
  'notebook-changed',
  'file-changed',
  'both-changed',
  /** There is no such file now; it may be on another branch. */
  'file-gone',
  /** It is there, and no notebook can be read from it; `problem` says why. */
  'file-broken',
]);
export type NotebookSourceState = z.infer<typeof NotebookSourceState>;

/** The file that a notebook came from or was exported to first, and whether both still say the same. */
export const NotebookSource = z.object({
  notebookId: NotebookId,
  path: z.string(),
  format: NotebookFormat,
  /** Whether the notebook is written back with its outputs. Without, running it changes nothing here. */
  outputs: z.boolean(),
  state: NotebookSourceState,
  /** Blocks that were changed, added, moved or removed since both were last in step. */
  changedBlocks: z.object({ notebook: z.number().int(), file: z.number().int() }),
  problem: z.string().nullable(),
  inStepAt: z.iso.datetime(),
  /** When the last merge changed the notebook; null when there is none that can be undone. */
  mergedAt: z.iso.datetime().nullable(),
});
export type NotebookSource = z.infer<typeof NotebookSource>;

const tag = 'Notebooks and files';
const inProject = z.object({ projectId: ProjectId });
const ofNotebook = z.object({ notebookId: NotebookId });
const Path = FilePath.refine((path) => path !== '', 'A path is needed.');

export const listNotebookFiles = endpoint({
  method: 'GET',
  path: '/api/projects/:projectId/notebooks/importable',
  tag,
  summary: 'Files below a folder, or a file alone, that notebooks can be made of: .ipynb and .deepnote',
  params: inProject,
  query: z.object({ path: FilePath }),
  response: z.object({
    files: z.array(NotebookFileEntry),
    /** There are more than are listed. */
    isCut: z.boolean(),
  }),
});
export const importNotebook = endpoint({
  method: 'POST',
  path: '/api/projects/:projectId/notebooks/import',
  tag,
  summary: 'Make notebooks of one file, at the end of the list; the file becomes their source (editor)',
  params: inProject,
  body: z.object({
    path: Path,
    /** Makes a copy of what was imported already. */
    again: z.boolean().default(false),
  }),
  response: z.object({
    /** A .deepnote file can hold several. */
    imported: z.array(Notebook),
    /** Notebooks of the project that are the file's already; nothing was imported for these. */
    already: z.array(Notebook),
  }),
});

const exported = {
  path: Path,
  outputs: z.boolean(),
  /** Otherwise a file that is there is refused (`file-exists`). */
  overwrite: z.boolean().default(false),
};
export const exportNotebook = endpoint({
  method: 'POST',
  path: '/api/notebooks/:notebookId/export',
  tag,
  summary:
    'Write a notebook to a file of the project, which becomes its source when it has none (editor). What is the ' +
    'same in a file that is overwritten stays as it is there',
  params: ofNotebook,
  body: z.object({ ...exported, format: NotebookFormat }),
  response: z.object({ path: z.string(), isSource: z.boolean() }),
});
export const exportProjectNotebooks = endpoint({
  method: 'POST',
  path: '/api/projects/:projectId/notebooks/export',
  tag,
  summary: 'Write all notebooks of a project to one .deepnote file in it (editor)',
  params: inProject,
  body: z.object(exported),
  response: z.object({ path: z.string() }),
});

export const listNotebookSources = endpoint({
  method: 'GET',
  path: '/api/projects/:projectId/notebooks/sources',
  tag,
  summary: 'The source files of a project’s notebooks, and whether they are in step',
  params: inProject,
  response: z.array(NotebookSource),
});
export const getNotebookSource = endpoint({
  method: 'GET',
  path: '/api/notebooks/:notebookId/source',
  tag,
  summary: 'The source file of a notebook, if it has one',
  params: ofNotebook,
  response: z.object({ source: NotebookSource.nullable() }),
});
export const changeNotebookSource = endpoint({
  method: 'PATCH',
  path: '/api/notebooks/:notebookId/source',
  tag,
  summary: 'Whether the notebook is written back with its outputs (editor)',
  params: ofNotebook,
  body: z.object({ outputs: z.boolean() }),
  response: NotebookSource,
});
export const mergeSource = endpoint({
  method: 'POST',
  path: '/api/notebooks/:notebookId/source/merge',
  tag,
  summary: 'Bring what changed in the file into the notebook, block by block (editor)',
  params: ofNotebook,
  body: MergeDecision,
  response: NotebookMerge,
});
export const undoSourceMerge = endpoint({
  method: 'POST',
  path: '/api/notebooks/:notebookId/source/undo-merge',
  tag,
  summary: 'Take back what the last merge changed in the notebook; what was edited since stays (editor)',
  params: ofNotebook,
  response: NotebookSource,
});
export const writeSource = endpoint({
  method: 'POST',
  path: '/api/notebooks/:notebookId/source/write',
  tag,
  summary:
    'Write the notebook to its source file (editor); `file-changed` when that changed meanwhile: merge first',
  params: ofNotebook,
  body: z.object({
    /** Makes the file again when it is gone; otherwise that is `file-not-found`. */
    recreate: z.boolean().default(false),
  }),
  response: NotebookSource,
});
export const forgetSource = endpoint({
  method: 'DELETE',
  path: '/api/notebooks/:notebookId/source',
  tag,
  summary: 'The notebook belongs to no file any more; the file stays (editor)',
  params: ofNotebook,
  response: z.object({}),
});

/* Bytes travel outside the JSON endpoints:
   GET /api/notebooks/:notebookId/download?format=ipynb|deepnote[&outputs=1]   a notebook as a file
   GET /api/projects/:projectId/notebooks/download[?outputs=1]                  all of a project as one .deepnote file

   The event `notebooks-changed` tells of every change of a source's state, too. */
