import { Button, Menu } from '@mantine/core';
import type { Integration } from '@notelab/contract';
import { IconExternalLink, IconFolder, IconGitBranch, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useRole } from '../app/workspace.ts';
import { Chip, type ChipTone } from '../theme/chip.tsx';
import { GitLabMark } from '../theme/gitlab-mark.tsx';
import { Mono } from '../theme/mono.tsx';
import { MoreMenu } from '../theme/more-menu.tsx';
import { Row } from '../theme/rows.tsx';
import { DeleteIntegrationDialog } from './delete-integration-dialog.tsx';
import { EditIntegrationDialog } from './edit-integration-dialog.tsx';

const healths: Record<Integration['health'], { tone: ChipTone; label: string; title: string }> = {
  healthy: { tone: 'added', label: 'Healthy', title: 'The repository is connected and takes pushes.' },
  'repository-removed': {
    tone: 'conflict',
    label: 'Repository removed',
    title: 'An admin removed the repository from the workspace. Projects cannot connect this integration.',
  },
  'repository-missing': {
    tone: 'conflict',
    label: 'Repository not found',
    title: 'Whoever asked last no longer found it on GitLab: it was deleted, or access was taken away.',
  },
  'branch-gone': {
    tone: 'conflict',
    label: 'Branch gone',
    title: 'GitLab no longer has the default branch. An admin can choose another one.',
  },
  'repository-archived': {
    tone: 'modified',
    label: 'Repository archived',
    title: 'It can be cloned and pulled, but GitLab takes no pushes.',
  },
};

/** One integration: what it clones, where it is used and whether it works. */
export function IntegrationRow({ integration }: { integration: Integration }) {
  const { isAdmin } = useRole();
  const [dialog, setDialog] = useState<'edit' | 'delete' | null>(null);
  const { name, repository, defaultBranch, folderName, projectCount } = integration;
  const health = healths[integration.health];
  const close = () => setDialog(null);
  return (
    <>
      <Row
        front={<GitLabMark />}
        title={name}
        detail={<Mono>{repository.webUrl.replace(/^https?:\/\//, '')}</Mono>}
        chips={
          <>
            <Chip icon={<IconGitBranch aria-hidden />} title="Default branch">
              {defaultBranch ?? 'GitLab’s default'}
            </Chip>
            <Chip icon={<IconFolder aria-hidden />} title="Folder name">
              {folderName}/
            </Chip>
          </>
        }
        end={
          <>
            <span>{usedIn(projectCount)}</span>
            <Chip tone={health.tone} title={health.title}>
              {health.label}
            </Chip>
            {isAdmin ? (
              <Button variant="default" aria-label={`Edit ${name}`} onClick={() => setDialog('edit')}>
                Edit
              </Button>
            ) : null}
            <MoreMenu label={`More for ${name}`}>
              <Menu.Item
                component="a"
                href={repository.webUrl}
                target="_blank"
                rel="noreferrer"
                leftSection={<IconExternalLink size={15} />}
              >
                Open in GitLab
              </Menu.Item>
              {isAdmin ? (
                <Menu.Item
                  color="danger"
                  leftSection={<IconTrash size={15} />}
                  onClick={() => setDialog('delete')}
                >
                  Delete
                </Menu.Item>
              ) : null}
            </MoreMenu>
          </>
        }
      />
      {dialog === 'edit' ? <EditIntegrationDialog integration={integration} onClose={close} /> : null}
      {dialog === 'delete' ? <DeleteIntegrationDialog integration={integration} onClose={close} /> : null}
    </>
  );
}

function usedIn(projectCount: number): string {
  if (projectCount === 0) return 'not used yet';
  return `in ${projectCount} ${projectCount === 1 ? 'project' : 'projects'}`;
}
