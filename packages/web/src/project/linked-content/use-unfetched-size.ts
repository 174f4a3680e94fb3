import { useQuery } from '@tanstack/react-query';
import { checkoutsQuery } from '../../api/queries.ts';
import { isWithin } from '../paths.ts';
import { useProject } from '../project-context.ts';
import { largeFilesQuery } from './linked-content-queries.ts';

/** How large a file is that Git LFS keeps and of which only the pointer is here; null for any other. */
export function useUnfetchedSize(path: string): number | null {
  const { id: projectId } = useProject();
  const { data: checkouts } = useQuery(checkoutsQuery(projectId));
  const checkout = checkouts?.find(({ folderName }) => isWithin(path, folderName));
  const { data: known } = useQuery({
    ...largeFilesQuery(checkout?.id ?? ''),
    enabled: checkout?.state === 'ready',
  });
  const inside = checkout ? path.slice(checkout.folderName.length + 1) : '';
  const file = known?.files.find((one) => one.path === inside && !one.fetched);
  return file ? file.sizeBytes : null;
}
