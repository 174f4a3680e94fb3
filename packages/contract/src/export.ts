import { z } from 'zod';
import { FileDiff } from './checkouts.ts';
import { PushAccess } from './commit.ts';
import { endpoint } from './endpoint.ts';
import { Problem } from './errors.ts';
import { InstanceId, NotebookId, ProjectId, RepositoryId, UserId } from './ids.ts';
import { BranchName, FilePath } from './names.ts';
import { NotebookFormat } from './notebook-files.ts';
import { MergeDecision, NotebookMerge } from './notebook-merges.ts';
import { Operation } from './operations.ts';

/** Why a text cannot be the folder of an export in a repository, or null when it can; '' is the top folder. */
export function whyNotExportPath(path: string): string | null {
  if (path === '') return null;
  if (path.length > 500) return 'At most 500 characters.';
  if (!path.isWellFormed()) return 'The path holds half a character.';
  // biome-ignore lint/suspicious/noControlCharactersInRegex: no path may have them
  if (/[\u0000-\u001f\u007f-\u009f\\:*?"<>|\uf780-\uf7ff]/.test(path))
    return 'Control characters and \\ : * ? " < > | are not allowed.';
  for (const part of path.split('/')) {
    if (part === '') return 'Write it without a slash at its ends, and with one between folders.';
    if (part === '.' || part === '..') return '“.” and “..” are not allowed.';
    if (/^(?:\.git|git~\d+)$/i.test(part)) return 'Git keeps its own files there.';
    if (/^\s|[\s.]$/.test(part)) return 'No folder may begin with a space, or end with one or with a dot.';
  }
  return null;
}

const ExportPath = z.string().superRefine((path, context) => {
  const reason = whyNotExportPath(path);
  if (reason) context.addIssue({ code: 'custom', message: reason });
});

/** Where the notebooks of a project are written on GitLab, and how. */
export const ExportSettings = z.object({
  repositoryId: RepositoryId,
  branch: BranchName,
  /** Folder in the repository; '' is its top folder. */
  path: ExportPath,
  /** One file per notebook and format. */
  formats: z.array(NotebookFormat).min(1, 'Choose a format.').max(2),
  outputs: z.boolean(),
  /** Exports with each version that is made, as who switched it on. */
  automatic: z.boolean(),
});
export type ExportSettings = z.infer<typeof ExportSettings>;

export const ExportFileChange = z.enum([
  'added',
  'changed',
  /** It has another name; it may have other content, too. */
  'renamed',
  'deleted',
  /** Somebody changed it on GitLab since the last export: it is left alone until that is merged, or overwritten. */
  'changed-there',
  /** Somebody deleted it on GitLab since the last export: it is not written again until somebody says so. */
  'deleted-there',
]);
export type ExportFileChange = z.infer<typeof ExportFileChange>;

/** One file that an export would change, or that it leaves alone for a reason. */
export const ExportFile = z.object({
  /** In the repository. */
  path: z.string(),
  /** Of a renamed one. */
  previousPath: z.string().nullable(),
  format: NotebookFormat,
  /** Null for the file of a notebook that is not in the project any more. */
  notebookId: NotebookId.nullable(),
  notebookName: z.string(),
  change: ExportFileChange,
  /** Of one that was changed or deleted on GitLab: the notebook has changed since the last export, too. */
  changedHere: z.boolean(),
  /** What GitLab has of it now; names the very state that may be overwritten. Null: nothing. */
  there: z.string().nullable(),
});
export type ExportFile = z.infer<typeof ExportFile>;

export const ExportPreview = z.object({
  branch: z.string(),
  /** False: the branch is not on GitLab (any more). */
  branchExists: z.boolean(),
  /** The commit that it is compared with; null when there is none. */
  commit: z.string().nullable(),
  /** Whether the acting user may push to the branch. */
  push: PushAccess,
  files: z.array(ExportFile),
  unchangedCount: z.number().int(),
});
export type ExportPreview = z.infer<typeof ExportPreview>;

/** One time that notebooks were exported, or were to be. */
export const ExportRun = z.object({
  id: z.string(),
  at: z.iso.datetime(),
  by: z.string(),
  automatic: z.boolean(),
  message: z.string(),
  repositoryPath: z.string(),
  branch: z.string(),
  status: z.enum(['done', 'nothing-to-export', 'failed']),
  /** The commit, of one that is done. */
  commit: z.string().nullable(),
  commitUrl: z.string().nullable(),
  counts: z.object({
    added: z.number().int(),
    changed: z.number().int(),
    renamed: z.number().int(),
    deleted: z.number().int(),
    /** Changed or deleted on GitLab, so left alone. */
    leftAlone: z.number().int(),
  }),
  mergeRequest: z.object({ iid: z.number().int(), webUrl: z.string().nullable() }).nullable(),
  problem: Problem.nullable(),
});
export type ExportRun = z.infer<typeof ExportRun>;

/** What automatic exporting is doing. */
export const AutomaticExport = z.object({
  /** Whose GitLab account is used: who switched it on. */
  by: z.object({ id: UserId, name: z.string() }),
  status: z.enum([
    'idle',
    /** Notebooks have changed; they are exported soon. */
    'due',
    'running',
    /** GitLab was not there; it is tried again at `retryAt`. */
    'retrying',
    /** It does nothing until somebody switches it on again; `problem` says why. */
    'stopped',
  ]),
  retryAt: z.iso.datetime().nullable(),
  problem: Problem.nullable(),
});
export type AutomaticExport = z.infer<typeof AutomaticExport>;

export const ProjectExport = z.object({
  settings: ExportSettings.nullable(),
  /** Where it goes to; null without settings. */
  target: z
    .object({
      instanceId: InstanceId,
      repositoryPath: z.string(),
      /** Of the folder on the branch. */
      webUrl: z.string().nullable(),
      /** False once an admin has removed the repository from the workspace: exporting is blocked. */
      repositoryConnected: z.boolean(),
    })
    .nullable(),
  /** Null while it is off. */
  automatic: AutomaticExport.nullable(),
  /** Files that somebody changed or deleted on GitLab, as of the last look there. */
  leftAloneCount: z.number().int(),
  /** Newest first, at most 20. */
  runs: z.array(ExportRun),
});
export type ProjectExport = z.infer<typeof ProjectExport>;

const tag = 'Export to GitLab';
const inProject = z.object({ projectId: ProjectId });

export const getExport = endpoint({
  method: 'GET',
  path: '/api/projects/:projectId/export',
  tag,
  summary: 'Where a project’s notebooks are exported to, and the last exports',
  params: inProject,
  response: ProjectExport,
});
export const saveExport = endpoint({
  method: 'PUT',
  path: '/api/projects/:projectId/export',
  tag,
  summary:
    'Choose where notebooks are exported to (editor). The branch must be on GitLab (`branch-gone`), unless it is ' +
    'created here from another one',
  params: inProject,
  body: ExportSettings.extend({
    /** Creates the branch on GitLab from this one. */
    createFrom: BranchName.nullable().default(null),
  }),
  response: ProjectExport,
});
export const forgetExport = endpoint({
  method: 'DELETE',
  path: '/api/projects/:projectId/export',
  tag,
  summary: 'Export no more (editor). What is on GitLab stays',
  params: inProject,
  response: ProjectExport,
});
export const previewExport = endpoint({
  method: 'GET',
  path: '/api/projects/:projectId/export/preview',
  tag,
  summary: 'What an export would add, change, rename and delete, and what it would leave alone (editor)',
  params: inProject,
  response: ExportPreview,
});
export const diffExportFile = endpoint({
  method: 'GET',
  path: '/api/projects/:projectId/export/diff',
  tag,
  summary: 'One file of the preview: on GitLab (before), and as it would be exported (after) (editor)',
  params: inProject,
  /** As the preview named them; what is left out is not there on that side. */
  query: z.object({
    path: FilePath,
    notebookId: NotebookId.optional(),
    there: z
      .string()
      .regex(/^(?:[0-9a-f]{40}|[0-9a-f]{64})$/)
      .optional(),
  }),
  response: FileDiff,
});
export const runExport = endpoint({
  method: 'POST',
  path: '/api/projects/:projectId/export/run',
  tag,
  summary:
    'Export with one commit on top of the branch as it is on GitLab, or to a new branch that begins there (editor)',
  params: inProject,
  body: z.object({
    message: z.string().max(100_000, 'At most 100,000 characters.'),
    newBranch: BranchName.nullable().default(null),
    /** Opens a merge request of the new branch into the export’s. */
    mergeRequest: z
      .object({ title: z.string().trim().min(1, 'A title is needed.').max(255), description: z.string() })
      .nullable()
      .default(null),
    /** Files that were changed or deleted on GitLab and are to be overwritten all the same, as the preview named them. */
    overwrite: z
      .array(z.object({ path: z.string(), there: z.string().nullable() }))
      .max(5000)
      .default([]),
  }),
  response: Operation,
});
export const mergeExportedFile = endpoint({
  method: 'POST',
  path: '/api/projects/:projectId/export/merge',
  tag,
  summary: 'Bring what was changed in an exported file on GitLab into its notebook, block by block (editor)',
  params: inProject,
  body: MergeDecision.extend({ path: FilePath }),
  response: NotebookMerge,
});

/* The event `export-changed` tells of every change of what `getExport` says. */
