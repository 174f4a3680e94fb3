import type { GitLabProject, Repository } from '@notelab/contract';

/** A line in the list of repositories to connect. */
export interface Candidate {
  gitlabId: number;
  path: string;
  visibility: GitLabProject['visibility'];
  archived: boolean;
  /** Set when it is connected already. */
  repositoryId: string | null;
}

/** What differs from what is connected: GitLab's id → the wish. Kept across searches and pages. */
export type Choice = ReadonlyMap<number, { connect: boolean; candidate: Candidate }>;

/**
 * The lines to show: connected repositories that match the search first, also those the admin cannot see on
 * GitLab, then GitLab's projects that are not connected, in GitLab's order.
 */
export function toCandidates(
  connected: Repository[],
  projects: GitLabProject[],
  search: string,
): Candidate[] {
  const wanted = search.trim().toLowerCase();
  const known = new Set(connected.map(({ gitlabId }) => gitlabId));
  const seen = new Set<number>();
  return [
    ...connected
      .filter(({ path }) => path.toLowerCase().includes(wanted))
      .map(({ id, gitlabId, path, visibility, archived }) => ({
        gitlabId,
        path,
        visibility,
        archived,
        repositoryId: id as string,
      })),
    ...projects
      .filter(({ gitlabId }) => !known.has(gitlabId) && !seen.has(gitlabId) && seen.add(gitlabId))
      .map(({ gitlabId, path, visibility, archived }) => ({
        gitlabId,
        path,
        visibility,
        archived,
        repositoryId: null,
      })),
  ];
}

/** Whether a line is ticked: as chosen, else as it is connected. */
export function isChosen(choice: Choice, candidate: Candidate): boolean {
  return choice.get(candidate.gitlabId)?.connect ?? candidate.repositoryId !== null;
}

/** The choice with a line's tick turned; a wish that equals what is connected is no wish. */
export function toggle(choice: Choice, candidate: Candidate): Choice {
  const next = new Map(choice);
  const connect = !isChosen(choice, candidate);
  if (connect === (candidate.repositoryId !== null)) next.delete(candidate.gitlabId);
  else next.set(candidate.gitlabId, { connect, candidate });
  return next;
}

/** What to send: ids to connect, and the repositories to remove. */
export function changesOf(choice: Choice): { connect: number[]; remove: Candidate[] } {
  const wishes = [...choice.values()];
  return {
    connect: wishes.filter(({ connect }) => connect).map(({ candidate }) => candidate.gitlabId),
    remove: wishes.filter(({ connect }) => !connect).map(({ candidate }) => candidate),
  };
}
