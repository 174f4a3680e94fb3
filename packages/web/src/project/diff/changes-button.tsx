import { Button } from '@mantine/core';
import type { Checkout } from '@notelab/contract';
import { useQuery } from '@tanstack/react-query';
import { checkoutStatusQuery, checkoutsQuery } from '../../api/queries.ts';
import { useOpenFiles } from '../editor/open-files.tsx';
import { isWithin } from '../paths.ts';
import { useProject } from '../project-context.ts';

/** Opens the difference of a file that has one. */
export function ChangesButton({ path }: { path: string }) {
  const { id: projectId } = useProject();
  const { data: checkouts } = useQuery(checkoutsQuery(projectId));
  const checkout = checkouts?.find(
    ({ folderName, state }) => state === 'ready' && isWithin(path, folderName),
  );
  return checkout ? (
    <InCheckout checkout={checkout} path={path.slice(checkout.folderName.length + 1)} />
  ) : null;
}

function InCheckout({ checkout, path }: { checkout: Checkout; path: string }) {
  const { open } = useOpenFiles();
  const { data: status } = useQuery(checkoutStatusQuery(checkout.id));
  const change = status?.changes.find((one) => one.path === path);
  if (!change) return null;
  const { id: checkoutId, folderName } = checkout;
  return (
    <Button
      size="xs"
      variant="default"
      onClick={() => open({ kind: 'diff', checkoutId, folderName, path, originalPath: change.originalPath })}
    >
      Changes
    </Button>
  );
}
