import { z } from 'zod';
import { endpoint } from './endpoint.ts';
import { NotebookId, ProjectId, VersionId } from './ids.ts';
import { DisplayName } from './names.ts';

/** A saved state of all notebooks of a project. */
export const Version = z.object({
  id: VersionId,
  projectId: ProjectId,
  createdAt: z.iso.datetime(),
  /** `before-restore`: kept so that a restoring can be undone. */
  kind: z.enum(['automatic', 'named', 'import', 'export', 'before-restore']),
  name: z.string().nullable(),
  /** Whose action it was made at; null for an automatic one. */
  by: z.string().nullable(),
  /** Who edited since the version before. */
  editors: z.array(z.string()),
  /** How many notebooks differ from the version before. */
  changed: z.number().int(),
  /** Where an export of it went. */
  commit: z.object({ sha: z.string(), url: z.string() }).nullable(),
});
export type Version = z.infer<typeof Version>;

export const VersionNotebook = z.object({
  id: NotebookId,
  /** As it was called in the version. */
  name: z.string(),
  /** How it differs from now. `gone`: it is no notebook of the project any more. */
  state: z.enum(['same', 'changed', 'gone']),
});
export type VersionNotebook = z.infer<typeof VersionNotebook>;

/** A block as it stands in a notebook; members that are not named here travel, too. */
const AnyBlock = z.looseObject({
  id: z.string(),
  type: z.string(),
  content: z.string().optional(),
  outputs: z.array(z.unknown()).optional(),
});

export const BlockComparison = z.object({
  id: z.string(),
  /** From the version to now. */
  change: z.enum(['same', 'changed', 'moved', 'added', 'removed']),
  /** Null when it was made later. */
  before: AnyBlock.nullable(),
  /** Null when it is gone. */
  now: AnyBlock.nullable(),
});
export type BlockComparison = z.infer<typeof BlockComparison>;

const tag = 'Versions';
const inProject = z.object({ projectId: ProjectId });
const ofVersion = z.object({ versionId: VersionId });

export const listVersions = endpoint({
  method: 'GET',
  path: '/api/projects/:projectId/versions',
  tag,
  summary:
    'Versions of a project’s notebooks, newest first, 50 at a time; `before` is the id of the last one seen',
  params: inProject,
  query: z.object({ before: VersionId.optional() }),
  response: z.object({ versions: z.array(Version), hasMore: z.boolean() }),
});
export const saveVersion = endpoint({
  method: 'POST',
  path: '/api/projects/:projectId/versions',
  tag,
  summary: 'Keep the present state of all notebooks under a name (editor)',
  params: inProject,
  body: z.object({ name: DisplayName }),
  response: Version,
});
export const renameVersion = endpoint({
  method: 'PATCH',
  path: '/api/versions/:versionId',
  tag,
  summary: 'Name a version, which is then kept for good; null takes the name away (editor)',
  params: ofVersion,
  body: z.object({ name: DisplayName.nullable() }),
  response: Version,
});
export const readVersion = endpoint({
  method: 'GET',
  path: '/api/versions/:versionId',
  tag,
  summary: 'The notebooks of a version and how they differ from now, and those that were made later',
  params: ofVersion,
  response: z.object({
    version: Version,
    notebooks: z.array(VersionNotebook),
    madeLater: z.array(z.object({ id: NotebookId, name: z.string() })),
  }),
});
export const compareVersionNotebook = endpoint({
  method: 'GET',
  path: '/api/versions/:versionId/notebooks/:notebookId',
  tag,
  summary: 'A notebook of a version beside what it is now, block by block',
  params: z.object({ versionId: VersionId, notebookId: NotebookId }),
  response: z.object({ name: z.string(), nameNow: z.string().nullable(), blocks: z.array(BlockComparison) }),
});
export const restoreVersion = endpoint({
  method: 'POST',
  path: '/api/versions/:versionId/restore',
  tag,
  summary:
    'Make all notebooks what they were in a version, or one, or one block of it; what is now is kept as a version first, notebooks made later stay (editor)',
  params: ofVersion,
  body: z
    .object({ notebookId: NotebookId.optional(), blockId: z.string().min(1).max(200).optional() })
    .refine(({ notebookId, blockId }) => notebookId || !blockId, 'A block is one of a notebook.'),
  response: z.object({ kept: Version, restored: z.array(NotebookId) }),
});
