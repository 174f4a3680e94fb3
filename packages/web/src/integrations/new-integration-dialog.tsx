import { Button } from '@mantine/core';
import { createIntegration, type Repository, whyNotFolderName } from '@notelab/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../api/call.ts';
import { fieldErrors } from '../api/problem.ts';
import { integrationsQuery } from '../api/queries.ts';
import { useWorkspace } from '../app/workspace.ts';
import { Dialog } from '../theme/dialog.tsx';
import { ErrorPanel } from '../theme/error-panel.tsx';
import { GitLabTitle } from '../theme/gitlab-mark.tsx';
import { notifyDone } from '../theme/notify.ts';
import { BranchSelect } from './branch-select.tsx';
import { FolderNameInput } from './folder-name-input.tsx';
import { RepositorySelect } from './repository-select.tsx';
import { suggestFolderName } from './suggest-folder-name.ts';

/** Makes a preset from a connected repository: its default branch and folder name. */
export function NewIntegrationDialog({ onClose }: { onClose: () => void }) {
  const workspace = useWorkspace();
  const client = useQueryClient();
  const [repository, setRepository] = useState<Repository | null>(null);
  const [branch, setBranch] = useState<string | null>(null);
  const [typedFolder, setTypedFolder] = useState<string | null>(null);
  const folderName = typedFolder ?? (repository ? suggestFolderName(repository.path) : '');

  const create = useMutation({
    mutationFn: (repositoryId: string) =>
      call(createIntegration, {
        params: { workspaceId: workspace.id },
        body: { repositoryId, defaultBranch: branch, folderName },
      }),
    onSuccess: async (integration) => {
      await client.invalidateQueries({ queryKey: integrationsQuery(workspace.id).queryKey });
      notifyDone(`Created ${integration.name}. It can now be connected to any project.`);
      onClose();
    },
  });
  const errors = fieldErrors(create.error);
  return (
    <Dialog
      onClose={onClose}
      size={520}
      onSubmit={() => repository && create.mutate(repository.id)}
      title={<GitLabTitle>New GitLab integration</GitLabTitle>}
      footer={
        <>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            loading={create.isPending}
            disabled={repository === null || whyNotFolderName(folderName) !== null}
          >
            Create integration
          </Button>
        </>
      }
    >
      <RepositorySelect
        value={repository}
        error={errors.repositoryId}
        onChange={(chosen) => {
          setRepository(chosen);
          setBranch(chosen.defaultBranch);
          create.reset();
        }}
      />
      <BranchSelect
        repository={repository}
        value={branch}
        onChange={setBranch}
        error={errors.defaultBranch}
      />
      <FolderNameInput
        value={folderName}
        onChange={setTypedFolder}
        error={errors.folderName}
        disabled={repository === null}
      />
      {create.error && Object.keys(errors).length === 0 ? (
        <ErrorPanel error={create.error} compact onRetry={() => repository && create.mutate(repository.id)} />
      ) : null}
    </Dialog>
  );
}
