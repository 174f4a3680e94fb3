import type { MergeRequestDetails, Outcome } from '@notelab/contract';
import type { ChipTone } from '../../theme/chip.tsx';

export interface ChipWords {
  text: string;
  tone: ChipTone;
  /** The longer form. */
  title: string;
}

const pipelines: Record<string, [words: string, tone: ChipTone]> = {
  success: ['passed', 'added'],
  failed: ['failed', 'conflict'],
  running: ['running', 'info'],
  canceled: ['canceled', 'neutral'],
  canceling: ['is being canceled', 'neutral'],
  skipped: ['skipped', 'neutral'],
  manual: ['waits for somebody', 'modified'],
  scheduled: ['scheduled', 'neutral'],
};

/** Statuses after which a pipeline does nothing by itself. */
const settled = ['success', 'failed', 'canceled', 'skipped', 'manual'];

export function isPipelineMoving({ pipeline }: Pick<MergeRequestDetails, 'pipeline'>): boolean {
  return pipeline !== null && !settled.includes(pipeline.status);
}

/** “Pipeline passed”. */
export function pipelineWords({ status, label }: NonNullable<MergeRequestDetails['pipeline']>): ChipWords {
  // Whatever comes before running: created, preparing, waiting for a resource …
  const [words, tone] = pipelines[status] ?? ['pending', 'neutral'];
  const withWarnings = status === 'success' && label?.includes('warning');
  return {
    text: `Pipeline ${words}`,
    tone: withWarnings ? 'modified' : tone,
    title: `Pipeline of the newest commit: ${label ?? words}`,
  };
}

/** “1 of 2 approvals”; null when there is nothing to say. */
export function approvalWords({
  approvedBy,
  required,
  left,
}: NonNullable<MergeRequestDetails['approvals']>): ChipWords | null {
  const given = approvedBy.length;
  const by = given > 0 ? `Approved by ${approvedBy.join(', ')}` : 'Nobody has approved it yet';
  if (required !== null && required > 0) {
    const text = `${Math.max(0, required - left)} of ${required} ${required === 1 ? 'approval' : 'approvals'}`;
    return { text, tone: left === 0 ? 'added' : 'neutral', title: by };
  }
  if (given === 0) return null;
  return { text: `${given} ${given === 1 ? 'approval' : 'approvals'}`, tone: 'added', title: by };
}

/** “3 threads”: those that wait for somebody. Null when there never was one. */
export function threadWords({
  total,
  unresolved,
  isPartial,
}: NonNullable<MergeRequestDetails['threads']>): ChipWords | null {
  if (total === 0) return null;
  const more = isPartial ? '+' : '';
  if (unresolved === 0)
    return { text: 'Threads resolved', tone: 'added', title: `All ${total}${more} threads are resolved` };
  return {
    text: `${unresolved}${more} ${unresolved === 1 && !isPartial ? 'thread' : 'threads'}`,
    tone: 'neutral',
    title: `${unresolved}${more} of ${total}${more} threads are unresolved`,
  };
}

/** What stands in the way first: the end, a conflict, being a draft. Null for one that is simply open. */
export function stateWords({
  state,
  draft,
  hasConflicts,
}: Pick<MergeRequestDetails, 'state' | 'draft' | 'hasConflicts'>): ChipWords[] {
  if (state === 'merged') return [{ text: 'Merged', tone: 'info', title: 'It was merged' }];
  if (state === 'closed')
    return [{ text: 'Closed', tone: 'neutral', title: 'It was closed without being merged' }];
  const words: ChipWords[] = [];
  if (draft) words.push({ text: 'Draft', tone: 'modified', title: 'Not ready to be merged' });
  if (hasConflicts)
    words.push({ text: 'Conflicts', tone: 'conflict', title: 'GitLab cannot merge it: there are conflicts' });
  return words;
}

/** What the way to GitLab's own page is called, beside the dialog here. */
export const createOnGitLab = 'Create merge request on GitLab';

/** “Created !42 Churn features”. */
export function createdInWords({
  iid,
  title,
  leftOutReviewers,
}: Outcome & { kind: 'merge-request-created' }): string {
  const created = `Created !${iid} ${title}`;
  if (leftOutReviewers === 0) return created;
  const people = leftOutReviewers === 1 ? 'one reviewer' : `${leftOutReviewers} reviewers`;
  return `${created}. GitLab did not take ${people}: its free edition allows one, and they must be able to read it`;
}
