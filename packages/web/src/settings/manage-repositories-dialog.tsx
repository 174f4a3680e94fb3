import { Button, Select } from '@mantine/core';
import { changeRepositories, type InstanceForUser, type Repository } from '@notelab/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../api/call.ts';
import { integrationsQuery, myInstancesQuery, repositoriesQuery } from '../api/queries.ts';
import { useWorkspace } from '../app/workspace.ts';
import { Dialog } from '../theme/dialog.tsx';
import { ErrorPanel, QueryErrorPanel } from '../theme/error-panel.tsx';
import { notifyDone } from '../theme/notify.ts';
import { RowsSkeleton } from '../theme/rows.tsx';
import { CandidateList } from './candidate-list.tsx';
import classes from './manage-repositories-dialog.module.css';
import { NoInstance } from './no-instance.tsx';
import { RemoveRepositoriesDialog } from './remove-repositories-dialog.tsx';
import { type Choice, changesOf } from './repository-choice.ts';

interface ManageRepositoriesDialogProps {
  connected: Repository[];
  onClose: () => void;
}

/** Chooses which of the admin's GitLab projects the workspace may use. */
export function ManageRepositoriesDialog({ connected, onClose }: ManageRepositoriesDialogProps) {
  const instances = useQuery(myInstancesQuery());
  if (instances.data && instances.data.length > 0) {
    return <Chooser connected={connected} instances={instances.data} onClose={onClose} />;
  }
  return (
    <Dialog
      title={titleOf(connected)}
      size={620}
      onClose={onClose}
      footer={
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
      }
    >
      {instances.data ? (
        <NoInstance />
      ) : instances.error ? (
        <QueryErrorPanel query={instances} />
      ) : (
        <RowsSkeleton count={4} height={46} />
      )}
    </Dialog>
  );
}

function titleOf(connected: Repository[]): string {
  return connected.length === 0 ? 'Connect repositories' : 'Manage repositories';
}

interface ChooserProps extends ManageRepositoriesDialogProps {
  instances: InstanceForUser[];
}

function Chooser({ connected, instances, onClose }: ChooserProps) {
  const workspace = useWorkspace();
  const client = useQueryClient();
  const [instanceId, setInstanceId] = useState<string>(
    (instances.find(({ account }) => account !== null) ?? instances[0]!).id,
  );
  const [choice, setChoice] = useState<Choice>(new Map());
  const [asking, setAsking] = useState(false);
  const instance = instances.find(({ id }) => id === instanceId) ?? instances[0]!;
  const here = connected.filter((repository) => repository.instanceId === instance.id);
  const { connect, remove } = changesOf(choice);
  const tooMany = connect.length > 200 || remove.length > 200;

  const save = useMutation({
    mutationFn: () =>
      call(changeRepositories, {
        params: { workspaceId: workspace.id },
        body: {
          instanceId: instance.id,
          connect,
          remove: remove.flatMap(({ repositoryId }) => repositoryId ?? []),
        },
      }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: repositoriesQuery(workspace.id).queryKey });
      void client.invalidateQueries({ queryKey: ['gitlab-projects', workspace.id] });
      void client.invalidateQueries({ queryKey: integrationsQuery(workspace.id).queryKey });
      notifyDone(savedWords(connect.length, remove.length));
      onClose();
    },
  });

  return (
    <>
      <Dialog
        title={titleOf(connected)}
        size={620}
        flush
        onClose={onClose}
        footer={
          <>
            <span className={classes.summary} role="status">
              {tooMany ? 'At most 200 at once.' : pendingWords(connect.length, remove.length)}
            </span>
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button
              loading={save.isPending}
              disabled={choice.size === 0 || tooMany}
              onClick={() => (remove.length > 0 ? setAsking(true) : save.mutate())}
            >
              Save changes
            </Button>
          </>
        }
      >
        {instances.length > 1 ? (
          <div className={classes.instance}>
            <Select
              label="GitLab instance"
              data={instances.map(({ id, name }) => ({ value: id, label: name }))}
              value={instance.id}
              allowDeselect={false}
              disabled={choice.size > 0}
              description={choice.size > 0 ? 'Save or undo your changes to see another instance.' : undefined}
              onChange={(value) => value && setInstanceId(value)}
            />
          </div>
        ) : null}
        <CandidateList
          key={instance.id}
          instance={instance}
          connected={here}
          choice={choice}
          onChoice={setChoice}
        />
        {save.error ? (
          <div className={classes.error}>
            <ErrorPanel error={save.error} compact onRetry={() => save.mutate()} />
          </div>
        ) : null}
      </Dialog>
      {asking ? (
        <RemoveRepositoriesDialog
          repositories={remove}
          onClose={() => setAsking(false)}
          onConfirm={() => save.mutateAsync()}
        />
      ) : null}
    </>
  );
}

function pendingWords(connect: number, remove: number): string {
  const parts = [connect > 0 ? `${connect} to connect` : '', remove > 0 ? `${remove} to remove` : ''];
  return parts.filter(Boolean).join(', ');
}

function savedWords(connect: number, remove: number): string {
  const parts = [connect > 0 ? `${connect} connected` : '', remove > 0 ? `${remove} removed` : ''];
  return `Repositories saved: ${parts.filter(Boolean).join(', ')}`;
}
