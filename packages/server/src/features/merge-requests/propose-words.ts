import type { Commit } from '@notelab/git';

type Words = Pick<Commit, 'subject' | 'body'>;

/**
 * Title and description for a merge request: of one commit its own message, as GitLab does it; of several the name of
 * the branch and a list of what they did.
 */
export function proposeWords(branch: string, newestFirst: Words[]): { title: string; description: string } {
  const [only, ...others] = newestFirst;
  if (!only) return { title: toTitle(branch), description: '' };
  if (others.length === 0) return { title: only.subject, description: only.body };
  const lines = newestFirst.toReversed().map(({ subject }) => `- ${subject}`);
  return { title: toTitle(branch), description: lines.join('\n') };
}

/** “feature/churn-v2” → “Churn v2”. */
function toTitle(branch: string): string {
  const words = branch
    .slice(branch.lastIndexOf('/') + 1)
    .replace(/[-_]+/g, ' ')
    .trim();
  return words === '' ? branch : words.charAt(0).toUpperCase() + words.slice(1);
}
