import { Button, Menu } from '@mantine/core';
import type { Repository, Webhook } from '@notelab/contract';
import { IconPencil, IconSend, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { ConfirmDialog } from '../../theme/confirm-dialog.tsx';
import { Dialog } from '../../theme/dialog.tsx';
import { ErrorPanel, PanelButton } from '../../theme/error-panel.tsx';
import { MoreMenu } from '../../theme/more-menu.tsx';
import { notifyDone } from '../../theme/notify.ts';
import { ByHandDialog } from './by-hand-dialog.tsx';
import { useWebhookActions } from './use-webhook-actions.ts';

interface WebhookControlsProps {
  repository: Repository;
  webhook: Webhook | null;
}

/** Has GitLab tell of pushes, tries it, ends it. For admins. */
export function WebhookControls({ repository, webhook }: WebhookControlsProps) {
  const { create, test, remove } = useWebhookActions(repository);
  const [dialog, setDialog] = useState<'by-hand' | 'remove' | null>(null);
  const [left, setLeft] = useState<string | null>(null);
  const failed = create.isError ? create : test.isError ? test : null;
  const end = async () => {
    const { leftOnGitLab } = await remove.mutateAsync();
    if (leftOnGitLab) setLeft(leftOnGitLab);
    else notifyDone(`GitLab tells of pushes to ${repository.path} no more.`);
  };
  return (
    <>
      {webhook ? null : (
        <Button
          variant="default"
          size="xs"
          aria-label={`Show pushes at once: ${repository.path}`}
          title="Creates a webhook on GitLab, as you"
          loading={create.isPending}
          onClick={() => create.mutate()}
        >
          Show pushes at once
        </Button>
      )}
      <MoreMenu label={`Webhook of ${repository.path}`}>
        {webhook ? (
          <>
            <Menu.Item
              leftSection={<IconSend size={15} />}
              disabled={test.isPending}
              onClick={() => test.mutate()}
            >
              Test webhook
            </Menu.Item>
            <Menu.Item
              color="danger"
              leftSection={<IconTrash size={15} />}
              onClick={() => setDialog('remove')}
            >
              Remove webhook
            </Menu.Item>
          </>
        ) : (
          <Menu.Item leftSection={<IconPencil size={15} />} onClick={() => setDialog('by-hand')}>
            Webhook by hand
          </Menu.Item>
        )}
      </MoreMenu>
      {failed ? (
        <Dialog
          title={`Webhook of ${repository.path}`}
          onClose={failed.reset}
          footer={
            <Button variant="default" onClick={failed.reset}>
              Close
            </Button>
          }
        >
          <ErrorPanel
            error={failed.error}
            compact
            onRetry={() => failed.mutate()}
            action={
              webhook ? null : (
                <PanelButton
                  onClick={() => {
                    failed.reset();
                    setDialog('by-hand');
                  }}
                >
                  Set up by hand
                </PanelButton>
              )
            }
          />
        </Dialog>
      ) : null}
      {dialog === 'by-hand' ? <ByHandDialog repository={repository} onClose={() => setDialog(null)} /> : null}
      <ConfirmDialog
        opened={dialog === 'remove'}
        onClose={() => setDialog(null)}
        title={`Remove the webhook of ${repository.path}?`}
        confirmLabel="Remove webhook"
        onConfirm={end}
      >
        <p>
          It is deleted on GitLab, as you. Pushes then show when somebody’s open project looks, which is after
          about a minute.
        </p>
      </ConfirmDialog>
      {left ? (
        <Dialog
          title={`Webhook of ${repository.path}`}
          onClose={() => setLeft(null)}
          footer={<Button onClick={() => setLeft(null)}>Close</Button>}
        >
          <p>Notelab listens to it no more. {left}</p>
        </Dialog>
      ) : null}
    </>
  );
}
