import { UnstyledButton } from '@mantine/core';
import type { Checkout, RecoveryPoint } from '@notelab/contract';
import { useQuery } from '@tanstack/react-query';
import { recoveryPointsQuery } from '../../api/queries.ts';
import { useRole } from '../../app/workspace.ts';
import { SectionTitle } from '../../theme/section-title.tsx';
import { useDialogs } from '../dialogs-context.ts';
import panel from '../git-panel/git-panel.module.css';
import { useCheckoutActions } from '../git-panel/use-checkout-actions.ts';
import { holdingsInWords } from './point-words.ts';
import classes from './recovery-points-section.module.css';

const mostShown = 3;

/** The latest states of a checkout that were kept, each with a way back. */
export function RecoveryPointsSection({ checkout }: { checkout: Checkout }) {
  const { data: points } = useQuery(recoveryPointsQuery(checkout.id));
  const { show } = useDialogs();
  if (!points || points.length === 0) return null;
  return (
    <section aria-label="Recovery points">
      <SectionTitle
        action={
          <UnstyledButton
            className={panel.titleAction}
            onClick={() => show({ kind: 'recovery-points', checkout })}
          >
            Show all
          </UnstyledButton>
        }
      >
        Recovery points
      </SectionTitle>
      <ul className={classes.points}>
        {points.slice(0, mostShown).map((point) => (
          <PointRow key={point.id} checkout={checkout} point={point} />
        ))}
      </ul>
    </section>
  );
}

function PointRow({ checkout, point }: { checkout: Checkout; point: RecoveryPoint }) {
  const { canEdit } = useRole();
  const { restore } = useCheckoutActions();
  const { reason, by, takenAt } = point;
  const holds = holdingsInWords(point);
  return (
    <li className={classes.point}>
      <span
        className={classes.what}
        title={`${reason} · ${holds}\n${new Date(takenAt).toLocaleString()} by ${by}`}
      >
        <span className={classes.reason}>{reason}</span>
        <span className={classes.holds}> · {holds}</span>
      </span>
      {canEdit ? (
        <UnstyledButton
          className={classes.restore}
          aria-label={`Restore: ${reason}`}
          onClick={() => void restore(checkout, point.id)}
        >
          Restore
        </UnstyledButton>
      ) : null}
    </li>
  );
}
