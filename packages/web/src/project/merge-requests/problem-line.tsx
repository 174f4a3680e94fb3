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
          This is from <RelativeTime at={askedAt} />.
        </>
      ) : null}
    </p>
  );
}

/** Refreshing needs no words of its own. */
export function hasNoAccount({ code }: Problem): boolean {
  return code === 'account-missing' || code === 'account-needs-reconnect';
}
