import { Menu } from '@mantine/core';
import { type Project, renameProject } from '@notelab/contract';
import { IconGitBranch, IconPencil, IconTrash } from '@tabler/icons-react';
import { useQueryClient } from '@tanstack/react-query';
import { Link } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../api/call.ts';
import { projectQuery, projectsQuery } from '../api/queries.ts';
import { useRole } from '../app/workspace.ts';
import { Chip } from '../theme/chip.tsx';
import { MoreMenu } from '../theme/more-menu.tsx';
import { NameDialog } from '../theme/name-dialog.tsx';
import { RelativeTime } from '../theme/relative-time.tsx';
import { Row } from '../theme/rows.tsx';
import { DeleteProjectDialog } from './delete-project-dialog.tsx';
import classes from './project-row.module.css';

/** One project: a way in, what is connected to it, and what can be done with it. */
export function ProjectRow({ project }: { project: Project }) {
  const { canEdit } = useRole();
  const [dialog, setDialog] = useState<'rename' | 'delete' | null>(null);
  const close = () => setDialog(null);
  return (
    <>
      <Row
        title={
          <Link
            to="/w/$workspaceId/projects/$projectId"
            params={{ workspaceId: project.workspaceId, projectId: project.id }}
            className={classes.name}
          >
            {project.name}
          </Link>
        }
        detail={`by ${project.createdBy}`}
        chips={project.checkouts.map(({ id, folderName }) => (
          <Chip
            key={id}
            icon={<IconGitBranch aria-hidden />}
            title={`Repository in the folder ${folderName}`}
          >
            {folderName}
          </Chip>
        ))}
        end={
          <>
            <span>
              changed <RelativeTime at={project.updatedAt} />
            </span>
            {canEdit ? (
              <MoreMenu label={`More for ${project.name}`}>
                <Menu.Item leftSection={<IconPencil size={15} />} onClick={() => setDialog('rename')}>
                  Rename
                </Menu.Item>
                <Menu.Item
                  color="danger"
                  leftSection={<IconTrash size={15} />}
                  onClick={() => setDialog('delete')}
                >
                  Delete
                </Menu.Item>
              </MoreMenu>
            ) : null}
          </>
        }
      />
      {dialog === 'rename' ? <RenameProjectDialog project={project} onClose={close} /> : null}
      {dialog === 'delete' ? <DeleteProjectDialog project={project} onClose={close} /> : null}
    </>
  );
}

function RenameProjectDialog({ project, onClose }: { project: Project; onClose: () => void }) {
  const client = useQueryClient();
  const rename = async (name: string) => {
    const renamed = await call(renameProject, { params: { projectId: project.id }, body: { name } });
    client.setQueryData(projectQuery(project.id).queryKey, renamed);
    await client.invalidateQueries({ queryKey: projectsQuery(project.workspaceId).queryKey });
  };
  return (
    <NameDialog
      title="Rename project"
      label="Project name"
      initialName={project.name}
      submitLabel="Rename"
      onSubmit={rename}
      onClose={onClose}
    />
  );
}
