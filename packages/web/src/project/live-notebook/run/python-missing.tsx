import type { ReactNode } from 'react';
import { toShownProblem } from '../../../api/problem.ts';
import { CopyField } from '../../../theme/copy-field.tsx';
import classes from './run-notices.module.css';

/** Everything but Run works; this says the one command that is missing. */
export function PythonMissing({ problem, action }: { problem: unknown; action?: ReactNode }) {
  const { title, detail, hint, raw } = toShownProblem(problem);
  return (
    <div className={classes.missing} role="alert">
      <p>
        <strong>{title}.</strong> {detail && detail !== title ? detail : null}
      </p>
      <p className={classes.hint}>{hint}</p>
      {raw ? <CopyField label="Command" value={raw} hideLabel /> : null}
      {action ? <div>{action}</div> : null}
    </div>
  );
}
