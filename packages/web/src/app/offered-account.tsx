import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { myInstancesQuery } from '../api/queries.ts';

const OfferedAccountDialog = lazy(async () => ({
  default: (await import('../settings/account/offered-account-dialog.tsx')).OfferedAccountDialog,
}));

/** Wherever a person comes back to from GitLab as somebody else, they are asked who it is to be. */
export function OfferedAccount() {
  const instances = useQuery(myInstancesQuery());
  const instance = instances.data?.find(({ offered }) => offered !== null);
  if (!instance?.offered) return null;
  return (
    <Suspense>
      <OfferedAccountDialog key={instance.id} instance={instance} offered={instance.offered} />
    </Suspense>
  );
}
