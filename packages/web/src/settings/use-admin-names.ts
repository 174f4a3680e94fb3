import { useQuery } from '@tanstack/react-query';
import { membersQuery } from '../api/queries.ts';
import { useWorkspace } from '../app/workspace.ts';

const either = new Intl.ListFormat('en', { type: 'disjunction' });

/** “Ada, Ben or Cleo”: the workspace's admins, the first three; null while they are not known. */
export function useAdminNames(): string | null {
  const workspace = useWorkspace();
  const members = useQuery(membersQuery(workspace.id));
  const names = members.data?.filter(({ role }) => role === 'admin').map(({ user }) => user.name);
  return names && names.length > 0 ? either.format(names.slice(0, 3)) : null;
}
