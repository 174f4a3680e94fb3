import type { Problem } from '@notelab/contract';
import { RelativeTime } from '../../theme/relative-time.tsx';
import classes from './merge-requests.module.css';

interface ProblemLineProps {
  problem: Problem;
  /** When GitLab said what is shown; null when nothing is. */
  askedAt: string | null;
}

/** Why GitLab could not be asked, in a quiet line: merge requests are never a reason to hide the rest. */
export function ProblemLine({ problem, askedAt }: ProblemLineProps) {
  return (
    <p className={classes.problem} title={problem.raw} role="note">
      {problem.detail}
      {askedAt ? (
        <>
          {' '}
          Last heard <RelativeTime at={askedAt} />.
        </>
      ) : null}
    </p>
  );
}

/** Whether it is the user's own account that is missing, which is no fault of GitLab's. */
export function hasNoAccount({ code }: Problem): boolean {
  return code === 'account-missing' || code === 'account-needs-reconnect';
}
