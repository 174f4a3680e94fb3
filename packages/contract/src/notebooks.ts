import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { NotebookId, ProjectId, UserId } from './ids.ts';
import { DisplayName } from './names.ts';

export const Notebook = z.object({
  id: NotebookId,
  projectId: ProjectId,
  name: z.string(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  /** Of the last change of what stands in it. */
  updatedAt: z.iso.datetime(),
  /** Null while it is there; a deleted one can be brought back for a while. */
  deletedAt: z.iso.datetime().nullable(),
});
export type Notebook = z.infer<typeof Notebook>;

const tag = 'Notebooks';
const inProject = z.object({ projectId: ProjectId });
const ofNotebook = z.object({ notebookId: NotebookId });

export const listNotebooks = endpoint({
  method: 'GET',
  path: '/api/projects/:projectId/notebooks',
  tag,
  summary: 'The notebooks of a project in their order',
  params: inProject,
  response: z.array(Notebook),
});
export const createNotebook = endpoint({
  method: 'POST',
  path: '/api/projects/:projectId/notebooks',
  tag,
  summary: 'Create a notebook with one empty code block, at the end (editor)',
  params: inProject,
  body: z.object({ name: DisplayName }),
  response: Notebook,
});
export const renameNotebook = endpoint({
  method: 'PATCH',
  path: '/api/notebooks/:notebookId',
  tag,
  summary: 'Rename a notebook (editor)',
  params: ofNotebook,
  body: z.object({ name: DisplayName }),
  response: Notebook,
});
export const duplicateNotebook = endpoint({
  method: 'POST',
  path: '/api/notebooks/:notebookId/duplicate',
  tag,
  summary: 'Copy a notebook, right behind the original (editor)',
  params: ofNotebook,
  response: Notebook,
});
export const moveNotebook = endpoint({
  method: 'POST',
  path: '/api/notebooks/:notebookId/move',
  tag,
  summary: 'Move a notebook before another one of its project; null: to the end (editor)',
  params: ofNotebook,
  body: z.object({ before: NotebookId.nullable() }),
  response: Notebook,
});
export const deleteNotebook = endpoint({
  method: 'DELETE',
  path: '/api/notebooks/:notebookId',
  tag,
  summary: 'Delete a notebook; it can be restored for 30 days (editor)',
  params: ofNotebook,
  response: Notebook,
});
export const restoreNotebook = endpoint({
  method: 'POST',
  path: '/api/notebooks/:notebookId/restore',
  tag,
  summary: 'Bring a deleted notebook back to where it was (editor)',
  params: ofNotebook,
  response: Notebook,
});
export const listDeletedNotebooks = endpoint({
  method: 'GET',
  path: '/api/projects/:projectId/notebooks/deleted',
  tag,
  summary: 'Notebooks that can be restored, the last deleted one first',
  params: inProject,
  response: z.array(Notebook),
});

/* What stands in a notebook travels as a Yjs document of the name of its id, by the protocol of Hocuspocus (any token),
   on the WebSocket `GET /api/live`, which takes several documents. Viewers read: their scope is `readonly`, and it is
   told again when it changes. Its shape is that of `@notelab/notebook/live`. What the server acknowledges is on disk.

   The server closes a document, or does not open it, with a `LiveRefusal` as the reason (`authenticationFailed`,
   `close`). It closes the whole connection with 4401 when the session has ended, with 4400 for what cannot be read;
   1009 means a change of more than 8 MB at once.

   An output of more than 16 kB is not in the document: in its place stands
   `{ output_type, metadata?, notelab_output: { hash, bytes, mimeTypes } }`, and
   `GET /api/notebooks/:notebookId/outputs/:hash` has it as JSON (it never changes under its hash). */

/** Why a document is closed or was not opened. Any other reason means that it can be tried again at once. */
export const LiveRefusal = z.enum([
  /** There is no such notebook, it was deleted, or the reader may not see it. */
  'not-found',
  /** The notebook, or the change, is larger than a notebook may be. Less can still be in it. */
  'too-large',
  /** A change that is none of a document. */
  'invalid-input',
  /** More documents on one connection than a page has. */
  'too-many-requests',
  /** The server could not read it now. */
  'try-again',
]);
export type LiveRefusal = z.infer<typeof LiveRefusal>;

/**
 * What the awareness state of everybody has, set by the server; pages add cursors and the like, up to 8 kB, and are
 * seen as soon as they add anything.
 */
export const Presence = z.looseObject({
  user: z.object({ id: UserId, name: z.string(), color: z.string(), colorLight: z.string() }),
});
export type Presence = z.infer<typeof Presence>;

/** SHA-256 of an output as JSON, in hexadecimal digits. */
export const OutputHash = z.string().regex(/^[0-9a-f]{64}$/);

/** What stands in a live document in the place of a large output. */
export const StoredOutput = z.looseObject({
  output_type: z.string(),
  notelab_output: z.object({
    hash: OutputHash,
    /** Of the JSON. */
    bytes: z.number().int(),
    /** What it can be shown as; empty for streams and errors. */
    mimeTypes: z.array(z.string()),
  }),
});
export type StoredOutput = z.infer<typeof StoredOutput>;
