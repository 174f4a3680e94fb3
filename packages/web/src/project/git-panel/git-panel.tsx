import { Button, Select } from '@mantine/core';
import type { Checkout } from '@notelab/contract';
import { IconGitBranch } from '@tabler/icons-react';
import { useRole } from '../../app/workspace.ts';
import { EmptyState } from '../../theme/empty-state.tsx';
import { useDialogs } from '../dialogs-context.ts';
import { OpenMergeRequests } from '../merge-requests/open-merge-requests.tsx';
import { CheckoutSection } from './checkout-section.tsx';
import classes from './git-panel.module.css';

interface GitPanelProps {
  checkouts: Checkout[];
  chosenId: string | null;
  onChoose: (checkoutId: string) => void;
}

/** Git of one checkout of the project. */
export function GitPanel({ checkouts, chosenId, onChoose }: GitPanelProps) {
  const checkout = checkouts.find(({ id }) => id === chosenId) ?? checkouts[0];
  if (!checkout) return <NoRepository />;
  return (
    <div className={classes.panel}>
      {checkouts.length > 1 ? (
        <Select
          aria-label="Repository"
          value={checkout.id}
          data={checkouts.map(({ id, folderName, repositoryPath }) => ({
            value: id,
            label: folderName === repositoryPath ? folderName : `${folderName} · ${repositoryPath}`,
          }))}
          allowDeselect={false}
          comboboxProps={{ radius: 9, shadow: 'md' }}
          onChange={(id) => id && onChoose(id)}
        />
      ) : (
        <p className={classes.only} title={checkout.repositoryPath}>
          <strong>{checkout.folderName}</strong> {checkout.repositoryPath}
        </p>
      )}
      <CheckoutSection key={checkout.id} checkout={checkout} />
      <OpenMergeRequests projectId={checkout.projectId} />
    </div>
  );
}

function NoRepository() {
  const { canEdit } = useRole();
  const { show } = useDialogs();
  return (
    <EmptyState
      icon={<IconGitBranch size={20} />}
      title="No repository yet"
      action={
        canEdit ? (
          <Button variant="default" onClick={() => show({ kind: 'connect-repository' })}>
            Connect a GitLab repository
          </Button>
        ) : null
      }
    >
      {canEdit
        ? 'Connect one to pull, branch, commit and push from here.'
        : 'An editor of the workspace can connect one.'}
    </EmptyState>
  );
}
