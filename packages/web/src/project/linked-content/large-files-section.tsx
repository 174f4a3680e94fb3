import { UnstyledButton } from '@mantine/core';
import type { Checkout } from '@notelab/contract';
import { IconCloudDown } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Chip } from '../../theme/chip.tsx';
import { SectionTitle } from '../../theme/section-title.tsx';
import panel from '../git-panel/git-panel.module.css';
import { useOperations } from '../operations/operations-context.tsx';
import { isUnfinished } from '../operations/unfinished.ts';
import { sizeInWords } from '../sizes.ts';
import classes from './linked-content.module.css';
import { largeFilesQuery } from './linked-content-queries.ts';
import { useLinkedContentActions } from './use-linked-content-actions.ts';

const mostShown = 6;

/** Files that Git LFS keeps and that are not here, with a way to have them; nothing when there are none. */
export function LargeFilesSection({ checkout, canFetch }: { checkout: Checkout; canFetch: boolean }) {
  const { data } = useQuery(largeFilesQuery(checkout.id));
  const { fetchLargeFiles } = useLinkedContentActions();
  const { operations } = useOperations();
  if (!data || data.total === 0) return null;
  const missing = data.files.filter(({ fetched }) => !fetched);
  const missingBytes = missing.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0);
  const isFetching = operations.some(
    (one) => one.checkoutId === checkout.id && one.kind === 'fetch-large-files' && isUnfinished(one),
  );
  const mayFetch = canFetch && data.installed && !isFetching;
  return (
    <section aria-label="Git LFS">
      <SectionTitle
        count={data.total}
        action={
          mayFetch && missing.length > 0 ? (
            <UnstyledButton
              className={panel.titleAction}
              onClick={() => void fetchLargeFiles(checkout, null)}
            >
              Fetch LFS files
            </UnstyledButton>
          ) : null
        }
      >
        Git LFS
      </SectionTitle>
      {data.installed ? null : (
        <p className={classes.hint}>
          Git LFS is not installed on this Notelab server, so large files cannot be fetched, committed or
          pushed.
        </p>
      )}
      {missing.length === 0 ? (
        <p className={classes.hint}>All of them are here.</p>
      ) : (
        <>
          <p className={classes.hint}>
            {missing.length === 1 ? '1 file' : `${missing.length} files`}, {sizeInWords(missingBytes)}, not
            fetched.
          </p>
          <ul className={classes.list}>
            {missing.slice(0, mostShown).map(({ path, sizeBytes }) => (
              <li key={path} className={classes.row}>
                <span className={classes.path} title={path}>
                  {path}
                </span>
                <Chip
                  icon={<IconCloudDown aria-hidden />}
                  title={`Git LFS, ${sizeInWords(sizeBytes)}, not fetched`}
                >
                  {sizeInWords(sizeBytes)}
                </Chip>
                {mayFetch ? (
                  <UnstyledButton
                    className={panel.titleAction}
                    aria-label={`Fetch ${path}`}
                    onClick={() => void fetchLargeFiles(checkout, path)}
                  >
                    Fetch
                  </UnstyledButton>
                ) : null}
              </li>
            ))}
          </ul>
          {missing.length > mostShown ? (
            <p className={classes.hint}>… and {missing.length - mostShown} more.</p>
          ) : null}
        </>
      )}
    </section>
  );
}
