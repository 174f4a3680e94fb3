import { Button, Menu } from '@mantine/core';
import { type Instance, removeInstance } from '@notelab/contract';
import { IconPlugConnected, IconTrash } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { instancesQuery, myInstancesQuery } from '../../api/queries.ts';
import { Chip } from '../../theme/chip.tsx';
import { ConfirmDialog } from '../../theme/confirm-dialog.tsx';
import { GitLabMark } from '../../theme/gitlab-mark.tsx';
import { Mono } from '../../theme/mono.tsx';
import { MoreMenu } from '../../theme/more-menu.tsx';
import { notifyDone, notifyLeft } from '../../theme/notify.ts';
import { Row } from '../../theme/rows.tsx';
import { EditInstanceDialog } from './edit-instance-dialog.tsx';
import classes from './instance-row.module.css';
import { TestInstanceDialog } from './test-instance-dialog.tsx';

/** One GitLab site, to edit or remove. */
export function InstanceRow({ instance }: { instance: Instance }) {
  const client = useQueryClient();
  const [dialog, setDialog] = useState<'edit' | 'test' | 'remove' | null>(null);
  const remove = async () => {
    const { unrevoked } = await call(removeInstance, { params: { instanceId: instance.id } });
    await client.invalidateQueries({ queryKey: instancesQuery().queryKey });
    void client.invalidateQueries({ queryKey: myInstancesQuery().queryKey });
    notifyDone(`Removed ${instance.name}`);
    if (unrevoked > 0) notifyUnrevoked(instance.name, unrevoked);
  };
  return (
    <>
      <Row
        front={<GitLabMark />}
        title={
          <span className={classes.title}>
            <span className={classes.name}>{instance.name}</span>
            {instance.sandbox ? <Chip>sample GitLab</Chip> : null}
            {instance.certificateAuthority ? <Chip>own authority</Chip> : null}
            {instance.proxy ? <Chip title={instance.proxy.url}>proxy</Chip> : null}
          </span>
        }
        detail={<Mono>{instance.url}</Mono>}
        chips={<span className={classes.use}>{useOf(instance)}</span>}
        end={
          <>
            <Button variant="default" aria-label={`Edit ${instance.name}`} onClick={() => setDialog('edit')}>
              Edit
            </Button>
            <MoreMenu label={`More for ${instance.name}`}>
              <Menu.Item leftSection={<IconPlugConnected size={15} />} onClick={() => setDialog('test')}>
                Test connection
              </Menu.Item>
              <Menu.Item
                color="danger"
                leftSection={<IconTrash size={15} />}
                onClick={() => setDialog('remove')}
              >
                Remove
              </Menu.Item>
            </MoreMenu>
          </>
        }
      />
      {dialog === 'edit' ? <EditInstanceDialog instance={instance} onClose={() => setDialog(null)} /> : null}
      {dialog === 'test' ? <TestInstanceDialog instance={instance} onClose={() => setDialog(null)} /> : null}
      <ConfirmDialog
        opened={dialog === 'remove'}
        onClose={() => setDialog(null)}
        title={`Remove ${instance.name}?`}
        confirmLabel="Remove instance"
        onConfirm={remove}
      >
        <p>
          Everybody’s account on {instance.name} is disconnected from Notelab. An instance whose repositories
          are still connected to a workspace cannot be removed.
        </p>
      </ConfirmDialog>
    </>
  );
}

function notifyUnrevoked(name: string, count: number): void {
  const [accesses, owners] = count === 1 ? ['1 access', 'its owner'] : [`${count} accesses`, 'their owners'];
  notifyLeft(
    `${accesses} could not be revoked on ${name}`,
    `GitLab did not answer, or refused. On GitLab, ${owners} can revoke Notelab under Edit profile → Access → Applications.`,
  );
}

function useOf({ accounts, repositories }: Instance): string {
  const people = accounts === 1 ? '1 account' : `${accounts} accounts`;
  return `${people}, ${repositories === 1 ? '1 repository' : `${repositories} repositories`}`;
}
