import { Anchor, Button, Skeleton } from '@mantine/core';
import { prepareWebhook, type Repository } from '@notelab/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { call } from '../../api/call.ts';
import { webhooksQuery } from '../../api/news-queries.ts';
import { useWorkspace } from '../../app/workspace.ts';
import { CopyField } from '../../theme/copy-field.tsx';
import { Dialog } from '../../theme/dialog.tsx';
import { ErrorPanel } from '../../theme/error-panel.tsx';
import classes from './by-hand-dialog.module.css';

/** What a maintainer enters on GitLab, for admins who are none there. It is shown this once. */
export function ByHandDialog({ repository, onClose }: { repository: Repository; onClose: () => void }) {
  const { id: workspaceId } = useWorkspace();
  const client = useQueryClient();
  const prepare = useMutation({
    mutationFn: () => call(prepareWebhook, { params: { workspaceId, repositoryId: repository.id } }),
    onSettled: () => client.invalidateQueries({ queryKey: webhooksQuery(workspaceId).queryKey }),
  });
  const { mutate } = prepare;
  const asked = useRef(false);
  useEffect(() => {
    if (asked.current) return;
    asked.current = true;
    mutate();
  }, [mutate]);
  const { data } = prepare;
  return (
    <Dialog
      title={`Webhook of ${repository.path}, by hand`}
      size={560}
      onClose={onClose}
      footer={<Button onClick={onClose}>Done</Button>}
    >
      {prepare.error ? <ErrorPanel error={prepare.error} compact onRetry={() => mutate()} /> : null}
      {data ? (
        <>
          <p className={classes.words}>
            A maintainer adds a webhook on{' '}
            <Anchor href={data.settingsUrl} target="_blank" rel="noreferrer">
              GitLab’s page for it
            </Anchor>{' '}
            with this address and secret, and with <strong>Push events</strong> as its only trigger.
          </p>
          <CopyField label="URL" value={data.url} />
          <CopyField label="Secret token" value={data.secretToken} />
          <CopyField label="Signing token (GitLab 19 and newer)" value={data.signingToken} />
          <p className={classes.once}>
            Copy them now: the secrets are shown only this once. The list says when GitLab has been heard of.
          </p>
        </>
      ) : prepare.error ? null : (
        <div role="status" aria-label="Loading">
          <Skeleton height={12} width="90%" />
          <Skeleton height={34} mt={22} />
          <Skeleton height={34} mt={30} />
          <Skeleton height={34} mt={30} />
        </div>
      )}
    </Dialog>
  );
}
