import { z } from 'zod';
import type { HeardPush } from '../news/heard.ts';

const branchPrefix = 'refs/heads/';
const longestName = 100;

const Commit = z.string().regex(/^[0-9a-f]{40}([0-9a-f]{24})?$/);
const PushBody = z.object({
  object_kind: z.literal('push'),
  before: Commit,
  after: Commit,
  ref: z.string().max(1_000),
  user_name: z.string(),
  project_id: z.number().int(),
  total_commits_count: z.number().int().min(0).max(1_000_000),
});

/** A push to a branch as GitLab tells of it, and of which project; null for anything else that it may tell. */
export function parsePush(body: unknown): { projectId: number; push: HeardPush } | null {
  const { success, data } = PushBody.safeParse(body);
  if (!success || !data.ref.startsWith(branchPrefix)) return null;
  const isNone = (commit: string) => /^0+$/.test(commit);
  return {
    projectId: data.project_id,
    push: {
      branch: data.ref.slice(branchPrefix.length),
      before: isNone(data.before) ? null : data.before,
      commit: isNone(data.after) ? null : data.after,
      by: toName(data.user_name),
      count: isNone(data.after) ? null : data.total_commits_count,
    },
  };
}

/** Anybody on GitLab chooses their own. */
function toName(text: string): string | null {
  const name = text.replace(/\p{C}/gu, ' ').trim();
  if (name === '') return null;
  return name.length > longestName ? `${name.slice(0, longestName)}…` : name;
}
