import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { CheckoutId, ProjectId, WorkspaceId } from './ids.ts';
import { DisplayName, FilePath } from './names.ts';

export const Project = z.object({
  id: ProjectId,
  workspaceId: WorkspaceId,
  name: z.string(),
  createdBy: z.string(),
  createdAt: z.iso.datetime(),
  updatedAt: z.iso.datetime(),
  checkouts: z.array(z.object({ id: CheckoutId, folderName: z.string() })),
});
export type Project = z.infer<typeof Project>;

const tag = 'Projects';
const inWorkspace = z.object({ workspaceId: WorkspaceId });
const inProject = z.object({ projectId: ProjectId });

export const listProjects = endpoint({
  method: 'GET',
  path: '/api/workspaces/:workspaceId/projects',
  tag,
  summary: 'Projects of the workspace, newest change first',
  params: inWorkspace,
  response: z.array(Project),
});
export const createProject = endpoint({
  method: 'POST',
  path: '/api/workspaces/:workspaceId/projects',
  tag,
  summary: 'Create a project (editor)',
  params: inWorkspace,
  body: z.object({ name: DisplayName }),
  response: Project,
});
export const getProject = endpoint({
  method: 'GET',
  path: '/api/projects/:projectId',
  tag,
  summary: 'One project',
  params: inProject,
  response: Project,
});
export const renameProject = endpoint({
  method: 'PATCH',
  path: '/api/projects/:projectId',
  tag,
  summary: 'Rename a project (editor)',
  params: inProject,
  body: z.object({ name: DisplayName }),
  response: Project,
});
export const deleteProject = endpoint({
  method: 'DELETE',
  path: '/api/projects/:projectId',
  tag,
  summary: 'Delete a project with all its files (editor)',
  params: inProject,
  response: z.object({}),
});

/* Paths: file names that are not UTF-8 have each such byte b written as the code point U+F700 + b. */

export const FileEntry = z.object({
  name: z.string(),
  path: z.string(),
  kind: z.enum(['file', 'folder', 'link']),
});
export type FileEntry = z.infer<typeof FileEntry>;

export const FileContent = z.object({
  path: z.string(),
  kind: z.enum(['text', 'image', 'binary', 'too-large']),
  /** Null unless `kind` is `text`. */
  text: z.string().nullable(),
  size: z.number(),
  /** Changes with every change of the content; handed back when saving. */
  etag: z.string(),
  readOnly: z.boolean(),
});
export type FileContent = z.infer<typeof FileContent>;

const atPath = z.object({ path: FilePath });
const Path = FilePath.refine((path) => path !== '', 'A path is needed.');

export const listFiles = endpoint({
  method: 'GET',
  path: '/api/projects/:projectId/files',
  tag: 'Files',
  summary: 'One folder’s entries, folders first (`.git` is not shown)',
  params: inProject,
  query: atPath,
  response: z.array(FileEntry),
});
export const readFile = endpoint({
  method: 'GET',
  path: '/api/projects/:projectId/file',
  tag: 'Files',
  summary: 'A file for the editor',
  params: inProject,
  query: atPath,
  response: FileContent,
});
export const writeFile = endpoint({
  method: 'PUT',
  path: '/api/projects/:projectId/file',
  tag: 'Files',
  summary:
    'Save a text file; `etag` of the content it was edited from, or null to overwrite whatever is there',
  params: inProject,
  body: z.object({ path: Path, text: z.string(), etag: z.string().nullable() }),
  response: z.object({ etag: z.string() }),
});
export const createFile = endpoint({
  method: 'POST',
  path: '/api/projects/:projectId/files',
  tag: 'Files',
  summary: 'Create an empty file or folder',
  params: inProject,
  body: z.object({ path: Path, kind: z.enum(['file', 'folder']) }),
  response: FileEntry,
});
export const renameFile = endpoint({
  method: 'POST',
  path: '/api/projects/:projectId/files/rename',
  tag: 'Files',
  summary: 'Rename or move a file or folder',
  params: inProject,
  body: z.object({ from: Path, to: Path }),
  response: FileEntry,
});
export const deleteFiles = endpoint({
  method: 'POST',
  path: '/api/projects/:projectId/files/delete',
  tag: 'Files',
  summary: 'Delete files and folders',
  params: inProject,
  body: z.object({ paths: z.array(Path).min(1).max(1000) }),
  response: z.object({}),
});
/* Bytes travel outside the JSON endpoints:
   GET  /api/projects/:projectId/raw?path=…[&download=1]   the file itself (images inline, all else as a download)
   POST /api/projects/:projectId/upload?path=<folder>      multipart/form-data, one part `file` per file; replies
        FileEntry[]. A file that is there already is refused (`file-exists`) unless `&overwrite=1`. */
