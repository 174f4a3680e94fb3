import type { AccountCheck } from '@notelab/contract';
import { IconCircleCheck } from '@tabler/icons-react';
import { ErrorPanel } from '../../theme/error-panel.tsx';
import classes from './linked-account.module.css';

/** What GitLab said when it was asked just now. */
export function CheckResult({ check, instanceName }: { check: AccountCheck; instanceName: string }) {
  const { account, problem, renamedFrom } = check;
  // What is wrong with the account stands above already.
  if (problem && account.trouble) return null;
  if (problem) {
    return (
      <div className={classes.problem}>
        <ErrorPanel error={problem} compact />
        <p className={classes.dim}>That says nothing about your account: it stays connected.</p>
      </div>
    );
  }
  return (
    <p className={classes.well} role="status">
      <IconCircleCheck size={15} aria-hidden />
      {renamedFrom
        ? `${instanceName} accepts your account. You are called @${account.username} there now, not @${renamedFrom} any more.`
        : `${instanceName} accepts your account, as of just now.`}
    </p>
  );
}
