import { IconLock } from '@tabler/icons-react';
import { EmptyState } from '../theme/empty-state.tsx';
import { Frame } from '../theme/rows.tsx';
import { useAdminNames } from './use-admin-names.ts';

/** Stands where a page is closed to the user's role, and names who can help. */
export function AdminsOnly({ what }: { what: string }) {
  const admins = useAdminNames();
  return (
    <Frame>
      <EmptyState icon={<IconLock size={20} />} title={`Only admins can ${what}`}>
        {admins ? `Ask ${admins}.` : 'Ask an admin of this workspace.'}
      </EmptyState>
    </Frame>
  );
}
