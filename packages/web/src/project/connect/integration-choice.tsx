import { Button, TextInput } from '@mantine/core';
import { connectIntegration, type Integration, whyNotFolderName } from '@notelab/contract';
import { IconFolder, IconGitBranch } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { call } from '../../api/call.ts';
import { isProblem } from '../../api/problem.ts';
import { checkoutsQuery } from '../../api/queries.ts';
import { Chip } from '../../theme/chip.tsx';
import { ErrorPanel } from '../../theme/error-panel.tsx';
import { useOperations } from '../operations/operations-context.tsx';
import { useProject } from '../project-context.ts';
import classes from './connect.module.css';

interface IntegrationChoiceProps {
  integration: Integration;
  /** The same path may be there on each. */
  severalInstances: boolean;
  canClone: boolean;
  onConnected: () => void;
}

/** One integration. Its folder name is asked for only when that folder is there already. */
export function IntegrationChoice({
  integration,
  severalInstances,
  canClone,
  onConnected,
}: IntegrationChoiceProps) {
  const { id, name, repository, defaultBranch, health } = integration;
  const connect = useConnect(integration, onConnected);
  return (
    <li className={classes.choice}>
      <div className={classes.line}>
        <div className={classes.words}>
          <div className={classes.name}>{name}</div>
          <div className={classes.path}>{repository.path}</div>
          <div className={classes.chips}>
            {defaultBranch ? <Chip icon={<IconGitBranch aria-hidden />}>{defaultBranch}</Chip> : null}
            <Chip icon={<IconFolder aria-hidden />}>{integration.folderName}/</Chip>
            {severalInstances ? <Chip>{repository.instanceName}</Chip> : null}
            {health === 'repository-removed' ? <Chip tone="conflict">repository removed</Chip> : null}
            {health === 'repository-missing' ? <Chip tone="conflict">not found on GitLab</Chip> : null}
            {health === 'branch-gone' ? <Chip tone="conflict">branch gone</Chip> : null}
            {health === 'repository-archived' ? <Chip tone="modified">archived</Chip> : null}
          </div>
        </div>
        {connect.folderName === null ? (
          <Button
            variant="default"
            aria-label={`Connect ${name}`}
            disabled={!canClone || health === 'repository-removed'}
            loading={connect.busy}
            onClick={() => void connect.start(undefined)}
          >
            Connect
          </Button>
        ) : null}
      </div>
      {connect.folderName === null ? null : (
        <form className={classes.folder} onSubmit={connect.submit} noValidate>
          <TextInput
            id={`folder ${id}`}
            label="Folder name"
            description="Where the clone appears in the project’s files."
            value={connect.folderName}
            error={connect.reason}
            spellCheck={false}
            autoFocus
            onChange={(event) => connect.setFolderName(event.currentTarget.value)}
          />
          <Button type="submit" loading={connect.busy} aria-label={`Connect ${name}`}>
            Connect
          </Button>
        </form>
      )}
      {connect.error ? (
        <ErrorPanel error={connect.error} compact onRetry={() => void connect.start(undefined)} />
      ) : null}
    </li>
  );
}

function useConnect({ id: integrationId, folderName: usualName }: Integration, onConnected: () => void) {
  const { id: projectId } = useProject();
  const { add } = useOperations();
  const client = useQueryClient();
  const [folderName, setFolderName] = useState<string | null>(null);
  const [reason, setReason] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);

  const start = async (otherName: string | undefined) => {
    setBusy(true);
    setError(null);
    try {
      const { checkout, operation } = await call(connectIntegration, {
        params: { projectId },
        body: { integrationId, folderName: otherName },
      });
      add(operation);
      const { queryKey } = checkoutsQuery(projectId);
      client.setQueryData(queryKey, (known) =>
        known?.some(({ id }) => id === checkout.id) ? known : [...(known ?? []), checkout],
      );
      onConnected();
    } catch (thrown) {
      setBusy(false);
      if (isProblem(thrown, 'folder-exists')) {
        setFolderName(otherName ?? `${usualName}-2`);
        setReason(`The project has a folder ${otherName ?? usualName} already. Choose another name.`);
      } else if (isProblem(thrown, 'folder-name-invalid')) {
        setFolderName(otherName ?? usualName);
        setReason(thrown.problem.detail);
      } else setError(thrown);
    }
  };
  return {
    start,
    busy,
    error,
    reason,
    folderName,
    setFolderName(value: string) {
      setFolderName(value);
      setReason(null);
    },
    submit(event: FormEvent) {
      event.preventDefault();
      const wrong = whyNotFolderName(folderName ?? '');
      if (wrong) setReason(wrong);
      else void start(folderName ?? undefined);
    },
  };
}
