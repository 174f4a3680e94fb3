import { z } from 'zod';
import { NotebookId } from './ids.ts';

/** What a block says on one side. */
export const SourceBlock = z.object({ id: z.string(), type: z.string(), source: z.string() });
export type SourceBlock = z.infer<typeof SourceBlock>;

/** A block that somebody must decide about. `ours` is the notebook, `theirs` the file. */
export const SourceConflict = z.object({
  key: z.string(),
  /** What both changed; empty when one removed the block. */
  parts: z.array(z.enum(['source', 'metadata'])),
  deletedBy: z.enum(['ours', 'theirs']).nullable(),
  /** When both last said the same; null when both added it. */
  base: SourceBlock.nullable(),
  ours: SourceBlock.nullable(),
  theirs: SourceBlock.nullable(),
});
export type SourceConflict = z.infer<typeof SourceConflict>;

/** The notebook's block, the file's, both one below the other, or a source of one's own. */
export const SourceResolution = z.union([
  z.enum(['ours', 'theirs', 'both']),
  z.object({ source: z.string().max(16 * 1024 * 1024) }),
]);
export type SourceResolution = z.infer<typeof SourceResolution>;

/** What came of merging a file into its notebook: one of the project, or one on GitLab that was exported. */
export const NotebookMerge = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('merged'),
    notebookId: NotebookId,
    /** Blocks of the notebook that were changed, added, moved or removed. */
    changedBlocks: z.number().int(),
    /** Blocks that lost their outputs, because both were run, or the source is made of both. */
    outputsDropped: z.number().int(),
  }),
  /** Nothing was changed. */
  z.object({
    kind: z.literal('conflicts'),
    /** Names these very versions; resolutions of others are not taken, and the reply is again of this kind. */
    versions: z.string(),
    conflicts: z.array(SourceConflict),
  }),
]);
export type NotebookMerge = z.infer<typeof NotebookMerge>;
export type MergeConflicts = Extract<NotebookMerge, { kind: 'conflicts' }>;

/** How somebody decided; nothing at the first attempt. */
export const MergeDecision = z.object({
  /** Needed with resolutions. */
  versions: z.string().max(200).nullable().default(null),
  /** By the conflicts’ keys. */
  resolutions: z.record(z.string(), SourceResolution).default({}),
});
export type MergeDecision = z.infer<typeof MergeDecision>;
