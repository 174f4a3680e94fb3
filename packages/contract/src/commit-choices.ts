import { z } from 'zod';
import { UserId } from './ids.ts';

export const ChangedPath = z.string().min(1, 'A path is needed.').max(4096, 'This path is too long.');
export const HunkId = z.string().regex(/^[0-9a-f]{16}$/, 'not a hunk');

/** How a commit differs from “these files, as they are on disk, on top of the last commit”. */
export const CommitChoices = z.object({
  /** Besides `paths`: every changed file but these, for when there are more than are listed. */
  allExcept: z.array(ChangedPath).max(50_000).optional(),
  /** Files of which only these hunks are committed. Their paths are not among `paths`. */
  parts: z
    .array(
      z.object({
        path: ChangedPath,
        originalPath: ChangedPath.optional(),
        hunks: z.array(HunkId).min(1).max(10_000),
      }),
    )
    .max(1000)
    .optional(),
  /** Notebooks among `paths` that are committed without their outputs; on disk they keep them. */
  withoutOutputs: z.array(ChangedPath).max(50_000).optional(),
  /** People to thank with a `Co-authored-by` line: members of the workspace with an account on the instance. */
  coAuthors: z.array(UserId).max(50).optional(),
  /** Put it into the last commit, which must not be on GitLab yet. */
  amend: z.boolean().optional(),
});
export type CommitChoices = z.infer<typeof CommitChoices>;
