import type { GitProgress } from '@notelab/git';
import type { Job } from '../operations/operations.ts';

/** Git's progress as an operation's; `part` of the whole when the operation has several steps. */
export function reportProgress(
  job: Pick<Job, 'report'>,
  part: { from: number; to: number } = { from: 0, to: 1 },
) {
  return ({ fraction, text, receivedBytes }: GitProgress) =>
    job.report({
      fraction: part.from + fraction * (part.to - part.from),
      phase: text,
      receivedBytes: receivedBytes ?? null,
    });
}
