import { Button, Checkbox, Switch, TextInput } from '@mantine/core';
import {
  type NotebookFormat,
  type ProjectExport,
  type Repository,
  saveExport,
  whyNotBranchName,
  whyNotExportPath,
} from '@notelab/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { exportQuery } from '../../api/export-queries.ts';
import { fieldErrors } from '../../api/problem.ts';
import { repositoriesQuery } from '../../api/queries.ts';
import { useWorkspace } from '../../app/workspace.ts';
import { BranchSelect } from '../../integrations/branch-select.tsx';
import { RepositorySelect } from '../../integrations/repository-select.tsx';
import { Dialog } from '../../theme/dialog.tsx';
import { ErrorPanel } from '../../theme/error-panel.tsx';
import { GitLabTitle } from '../../theme/gitlab-mark.tsx';
import { useProject } from '../project-context.ts';
import classes from './export-settings-dialog.module.css';

const formatWords: Record<NotebookFormat, string> = {
  ipynb: 'Jupyter (.ipynb)',
  deepnote: 'Deepnote (.deepnote)',
};

/** Where the project's notebooks are exported to, and how. */
export function ExportSettingsDialog({ present, onClose }: { present: ProjectExport; onClose: () => void }) {
  const { id: projectId } = useProject();
  const workspace = useWorkspace();
  const client = useQueryClient();
  const { settings } = present;
  const { data: repositories } = useQuery(repositoriesQuery(workspace.id));
  const [chosen, setChosen] = useState<Repository | null>(null);
  const repository = chosen ?? repositories?.find(({ id }) => id === settings?.repositoryId) ?? null;
  const [branch, setBranch] = useState<string | null>(settings?.branch ?? null);
  const [newBranch, setNewBranch] = useState<string | null>(null);
  const [path, setPath] = useState(settings?.path ?? 'notebooks');
  const [formats, setFormats] = useState<NotebookFormat[]>(settings?.formats ?? ['ipynb']);
  const [outputs, setOutputs] = useState(settings?.outputs ?? false);
  const [automatic, setAutomatic] = useState(settings?.automatic ?? false);

  const base = branch ?? repository?.defaultBranch ?? null;
  const save = useMutation({
    mutationFn: () =>
      call(saveExport, {
        params: { projectId },
        body: {
          repositoryId: repository!.id,
          branch: newBranch?.trim() ?? base!,
          createFrom: newBranch === null ? null : base,
          path,
          formats,
          outputs,
          automatic,
        },
      }),
    onSuccess: (after) => {
      client.setQueryData(exportQuery(projectId).queryKey, after);
      onClose();
    },
  });
  const errors = fieldErrors(save.error);
  const pathReason = whyNotExportPath(path);
  const branchReason = newBranch ? whyNotBranchName(newBranch.trim()) : null;
  const isReady =
    repository !== null &&
    base !== null &&
    pathReason === null &&
    formats.length > 0 &&
    (newBranch === null || (newBranch.trim() !== '' && branchReason === null));
  return (
    <Dialog
      title={<GitLabTitle>Export notebooks to GitLab</GitLabTitle>}
      size={520}
      onClose={onClose}
      onSubmit={() => isReady && save.mutate()}
      footer={
        <>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending} disabled={!isReady}>
            {settings ? 'Save' : 'Connect'}
          </Button>
        </>
      }
    >
      <RepositorySelect
        value={repository}
        error={errors.repositoryId}
        onChange={(next) => {
          setChosen(next);
          setBranch(next.defaultBranch);
          save.reset();
        }}
      />
      <BranchSelect
        label={newBranch === null ? 'Branch' : 'Begin the new branch at'}
        repository={repository}
        value={base}
        onChange={setBranch}
        error={errors.branch}
      />
      <Checkbox
        size="xs"
        label="Create a branch for it"
        checked={newBranch !== null}
        onChange={({ currentTarget }) => setNewBranch(currentTarget.checked ? 'notebooks' : null)}
      />
      {newBranch === null ? null : (
        <TextInput
          label="Name of the new branch"
          value={newBranch}
          error={branchReason}
          maxLength={200}
          spellCheck={false}
          onChange={({ currentTarget }) => setNewBranch(currentTarget.value)}
        />
      )}
      <TextInput
        label="Folder in the repository"
        description="Other projects and tools may write there, too: only files of this project’s notebooks are touched."
        placeholder="notebooks"
        value={path}
        error={pathReason ?? errors.path}
        spellCheck={false}
        onChange={({ currentTarget }) => setPath(currentTarget.value)}
      />
      <fieldset className={classes.formats}>
        <legend>Files of each notebook</legend>
        {(Object.keys(formatWords) as NotebookFormat[]).map((format) => (
          <Checkbox
            key={format}
            size="sm"
            label={formatWords[format]}
            checked={formats.includes(format)}
            onChange={({ currentTarget }) =>
              setFormats((before) => {
                const others = before.filter((other) => other !== format);
                return currentTarget.checked ? [...others, format].sort().reverse() : others;
              })
            }
          />
        ))}
        <Checkbox
          size="sm"
          label="With outputs"
          description="Results make commits large and show what is in the data."
          checked={outputs}
          onChange={({ currentTarget }) => setOutputs(currentTarget.checked)}
        />
      </fieldset>
      <Switch
        size="sm"
        label="Export by itself after each version"
        description="With your GitLab account and your name, until you or somebody else switches it off."
        checked={automatic}
        onChange={({ currentTarget }) => setAutomatic(currentTarget.checked)}
      />
      {save.error && Object.keys(errors).length === 0 ? (
        <ErrorPanel error={save.error} compact onRetry={() => save.mutate()} />
      ) : null}
    </Dialog>
  );
}
