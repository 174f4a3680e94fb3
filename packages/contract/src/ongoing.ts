import { z } from 'zod';

/** How a pull goes on when both sides have new commits. */
export const PullWay = z.enum(['merge', 'rebase']);
export type PullWay = z.infer<typeof PullWay>;

/** Whose state of a file: the user's own, or what came to it from GitLab or another branch. */
export const ConflictSide = z.enum(['mine', 'theirs']);
export type ConflictSide = z.infer<typeof ConflictSide>;

export const ConflictKind = z.enum([
  'both-changed',
  'both-added',
  'deleted-by-mine',
  'deleted-by-theirs',
  'deleted-by-both',
  'added-by-mine',
  'added-by-theirs',
]);
export type ConflictKind = z.infer<typeof ConflictKind>;

export const ConflictedFile = z.object({
  /** Relative to the checkout's folder. */
  path: z.string(),
  kind: ConflictKind,
  /** It is decided, and staged. */
  resolved: z.boolean(),
});
export type ConflictedFile = z.infer<typeof ConflictedFile>;

/** A merge or a pull that is under way and waits for somebody to resolve its conflicts, finish it or abort it. */
export const Ongoing = z.object({
  /**
   * `give-back`: all is pulled, local changes that were set aside are coming back. `interrupted`: Notelab was killed
   * before the pull had done more than setting them aside. `conflicts`: of changes that came back without a pull, from a stash for instance.
   */
  kind: z.enum(['merge', 'rebase', 'cherry-pick', 'revert', 'give-back', 'interrupted', 'conflicts']),
  /** Who began it in Notelab, and when; null for what was begun in a terminal. */
  begun: z.object({ by: z.string(), at: z.iso.datetime() }).nullable(),
  /** What the two sides of its conflicts are called: “Yours”, “GitLab’s main”. */
  sides: z.object({ mine: z.string(), theirs: z.string() }),
  /** Of a rebase: at which of the own commits it is, and what that says. */
  step: z.object({ at: z.number().int(), of: z.number().int(), subject: z.string() }).nullable(),
  /** Local changes are set aside and come back at the end. */
  holdsChanges: z.boolean(),
  files: z.array(ConflictedFile),
  /** Conflicts that are not resolved yet. */
  openCount: z.number().int(),
});
export type Ongoing = z.infer<typeof Ongoing>;
