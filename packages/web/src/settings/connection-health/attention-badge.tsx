import { useQuery } from '@tanstack/react-query';
import { healthAttentionQuery } from '../../api/health-attention-query.ts';
import { useRole, useWorkspace } from '../../app/workspace.ts';
import classes from './attention-badge.module.css';

/** How many connections wait for an admin; nothing when none does, and for others. */
export function AttentionBadge() {
  const workspace = useWorkspace();
  const { isAdmin } = useRole();
  const { data: attention } = useQuery({ ...healthAttentionQuery(workspace.id), enabled: isAdmin });
  if (!attention) return null;
  const words = `${attention} ${attention === 1 ? 'connection needs' : 'connections need'} attention`;
  return (
    <span className={classes.badge} title={words}>
      <span aria-hidden>{attention}</span>
      <span className={classes.words}>, {words}</span>
    </span>
  );
}
