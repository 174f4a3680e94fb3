import { Button, TextInput } from '@mantine/core';
import { type Integration, updateIntegration, whyNotFolderName } from '@notelab/contract';
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

interface EditIntegrationDialogProps {
  integration: Integration;
  onClose: () => void;
}

/** Changes a preset. Clones that were made from it stay as they are. */
export function EditIntegrationDialog({ integration, onClose }: EditIntegrationDialogProps) {
  const workspace = useWorkspace();
  const client = useQueryClient();
  const [name, setName] = useState(integration.name);
  const [branch, setBranch] = useState(integration.defaultBranch);
  const [folderName, setFolderName] = useState(integration.folderName);
  const save = useMutation({
    mutationFn: () =>
      call(updateIntegration, {
        params: { workspaceId: workspace.id, integrationId: integration.id },
        body: { name, defaultBranch: branch, folderName },
      }),
    onSuccess: async (saved) => {
      await client.invalidateQueries({ queryKey: integrationsQuery(workspace.id).queryKey });
      notifyDone(`Saved ${saved.name}`);
      onClose();
    },
  });
  const errors = fieldErrors(save.error);
  return (
    <Dialog
      onClose={onClose}
      size={520}
      onSubmit={() => save.mutate()}
      title={<GitLabTitle>Edit GitLab integration</GitLabTitle>}
      footer={
        <>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button
            type="submit"
            loading={save.isPending}
            disabled={name.trim() === '' || whyNotFolderName(folderName) !== null}
          >
            Save changes
          </Button>
        </>
      }
    >
      <TextInput
        label="Name"
        value={name}
        error={errors.name}
        maxLength={100}
        data-autofocus
        description={`Repository ${integration.repository.path}`}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <BranchSelect
        repository={integration.health === 'repository-removed' ? null : integration.repository}
        value={branch}
        onChange={setBranch}
        error={errors.defaultBranch}
      />
      <FolderNameInput value={folderName} onChange={setFolderName} error={errors.folderName} />
      {save.error && Object.keys(errors).length === 0 ? <ErrorPanel error={save.error} compact /> : null}
    </Dialog>
  );
}
