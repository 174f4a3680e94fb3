import type { Checkout } from '@notelab/contract';
import { useQuery } from '@tanstack/react-query';
import { recoverySpaceQuery } from '../../api/queries.ts';
import { sizeInWords } from '../sizes.ts';
import classes from './recovery-points-dialog.module.css';

/** How much recovery points hold, and when old ones go. */
export function RecoverySpaceLine({ checkout }: { checkout: Checkout }) {
  const { data } = useQuery(recoverySpaceQuery(checkout.id));
  if (!data) return <p className={classes.space}>&nbsp;</p>;
  const { heldBytes, limits } = data;
  return (
    <p className={classes.space}>
      They hold {sizeInWords(heldBytes)} that nothing else does. They go after {limits.days} days, and the
      oldest first when there are more than {limits.count} or they hold more than {sizeInWords(limits.bytes)}.
    </p>
  );
}
