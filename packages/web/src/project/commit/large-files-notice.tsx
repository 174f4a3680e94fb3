import { Button } from '@mantine/core';
import { type Checkout, ignoreFiles, type LargeFile, largeFileBytes, trackWithLfs } from '@notelab/contract';
import { IconWeight } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { checkoutStatusQuery } from '../../api/queries.ts';
import { ErrorPanel } from '../../theme/error-panel.tsx';
import { sizeInWords } from '../sizes.ts';
import { Notice } from './notice.tsx';

interface LargeFilesNoticeProps {
  checkout: Checkout;
  /** Those that are ticked. */
  files: LargeFile[];
  disabled: boolean;
  onLeaveOut: (paths: string[]) => void;
  /** Git LFS can be used. */
  lfs: boolean;
  /** A file at the top has changed for it. */
  onSettled: (changedPath: string) => void;
}

/** Large files stay in the history for ever, and GitLab may refuse them. */
export function LargeFilesNotice({
  checkout,
  files,
  disabled,
  lfs,
  onLeaveOut,
  onSettled,
}: LargeFilesNoticeProps) {
  const client = useQueryClient();
  const [busy, setBusy] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  if (files.length === 0) return null;
  const paths = files.map(({ path }) => path);
  const settle = async (endpoint: typeof ignoreFiles | typeof trackWithLfs, changedPath: string) => {
    setBusy(changedPath);
    setError(null);
    try {
      await call(endpoint, { params: { checkoutId: checkout.id }, body: { paths } });
      await client.invalidateQueries({ queryKey: checkoutStatusQuery(checkout.id).queryKey });
      onSettled(changedPath);
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(null);
    }
  };
  const [only] = files;
  return (
    <Notice
      icon={<IconWeight size={16} aria-hidden />}
      tone="modified"
      actions={
        <>
          <Button size="xs" variant="default" disabled={disabled} onClick={() => onLeaveOut(paths)}>
            Leave out
          </Button>
          {files.every(({ untracked }) => untracked) ? (
            <Button
              size="xs"
              variant="default"
              disabled={disabled}
              loading={busy === '.gitignore'}
              onClick={() => void settle(ignoreFiles, '.gitignore')}
            >
              Add to .gitignore
            </Button>
          ) : null}
          {lfs ? (
            <Button
              size="xs"
              variant="default"
              disabled={disabled}
              loading={busy === '.gitattributes'}
              onClick={() => void settle(trackWithLfs, '.gitattributes')}
            >
              Track with Git LFS
            </Button>
          ) : null}
        </>
      }
      more={error ? <ErrorPanel error={error} compact /> : null}
    >
      {files.length === 1 && only ? (
        <>
          <strong>{only.path}</strong> has {sizeInWords(only.sizeBytes)}:
        </>
      ) : (
        <>
          <strong>
            {files.length} files are larger than {sizeInWords(largeFileBytes)}
          </strong>{' '}
          (
          {files
            .slice(0, 3)
            .map(({ path, sizeBytes }) => `${path}, ${sizeInWords(sizeBytes)}`)
            .join('; ')}
          {files.length > 3 ? '; …' : ''}):
        </>
      )}{' '}
      once pushed, everybody’s clone carries {files.length === 1 ? 'it' : 'them'} for ever.
    </Notice>
  );
}
