import { Button } from '@mantine/core';
import { IconCloudDown } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { checkoutsQuery } from '../../api/queries.ts';
import { useRole } from '../../app/workspace.ts';
import { EmptyState } from '../../theme/empty-state.tsx';
import { FileBar } from '../editor/file-bar.tsx';
import { useOperations } from '../operations/operations-context.tsx';
import { isUnfinished } from '../operations/unfinished.ts';
import { isWithin, nameOf } from '../paths.ts';
import { useProject } from '../project-context.ts';
import { sizeInWords } from '../sizes.ts';
import { largeFilesQuery } from './linked-content-queries.ts';
import { useLinkedContentActions } from './use-linked-content-actions.ts';

/** A file of which only the pointer is here: what it is, and a way to have it. */
export function LargeFile({ path, sizeBytes }: { path: string; sizeBytes: number }) {
  const { id: projectId } = useProject();
  const { canEdit } = useRole();
  const { data: checkouts } = useQuery(checkoutsQuery(projectId));
  const checkout = checkouts?.find(({ folderName }) => isWithin(path, folderName));
  const { data: known } = useQuery({
    ...largeFilesQuery(checkout?.id ?? ''),
    enabled: checkout !== undefined,
  });
  const { operations } = useOperations();
  const { fetchLargeFiles } = useLinkedContentActions();
  const isFetching = operations.some(
    (one) => one.checkoutId === checkout?.id && one.kind === 'fetch-large-files' && isUnfinished(one),
  );
  const canFetch = canEdit && checkout?.repositoryConnected && known?.installed !== false;
  return (
    <>
      <FileBar path={path} />
      <EmptyState
        icon={<IconCloudDown size={20} />}
        title={`Git LFS, ${sizeInWords(sizeBytes)}, not fetched`}
        action={
          canFetch && checkout ? (
            <Button
              variant="default"
              loading={isFetching}
              onClick={() => void fetchLargeFiles(checkout, path.slice(checkout.folderName.length + 1))}
            >
              Fetch this file
            </Button>
          ) : null
        }
      >
        {known?.installed === false
          ? 'Git LFS is not installed on this Notelab server. Whoever operates it can install git-lfs.'
          : `The repository holds a pointer to ${nameOf(path)}; its content is kept on GitLab beside it.`}
      </EmptyState>
    </>
  );
}
