import { Button } from '@mantine/core';
import type { Project } from '@notelab/contract';
import { createProject } from '@notelab/contract';
import { IconFolders } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../api/call.ts';
import { projectsQuery } from '../api/queries.ts';
import { useRole, useWorkspace } from '../app/workspace.ts';
import { EmptyState } from '../theme/empty-state.tsx';
import { QueryErrorPanel } from '../theme/error-panel.tsx';
import { NameDialog } from '../theme/name-dialog.tsx';
import { Page } from '../theme/page.tsx';
import { Frame, Rows, RowsSkeleton } from '../theme/rows.tsx';
import { ProjectRow } from './project-row.tsx';
import { StoppedExports } from './stopped-exports.tsx';

/** The projects of the workspace. */
export function ProjectsPage() {
  const workspace = useWorkspace();
  const { canEdit } = useRole();
  const projects = useQuery(projectsQuery(workspace.id));
  const [making, setMaking] = useState(false);
  const newProject = canEdit ? <Button onClick={() => setMaking(true)}>New project</Button> : null;
  const empty = projects.data?.length === 0;
  return (
    <Page
      title="Projects"
      lead="Notebooks and files that a team shares, with its repositories connected."
      action={empty ? null : newProject}
    >
      <StoppedExports />
      <ProjectList projects={projects} newProject={newProject} />
      {making ? <NewProjectDialog workspaceId={workspace.id} onClose={() => setMaking(false)} /> : null}
    </Page>
  );
}

interface ProjectListProps {
  projects: { data: Project[] | undefined; error: unknown; refetch: () => unknown };
  newProject: React.ReactNode;
}

function ProjectList({ projects, newProject }: ProjectListProps) {
  if (projects.data === undefined) {
    return projects.error ? <QueryErrorPanel query={projects} /> : <RowsSkeleton front={false} />;
  }
  if (projects.data.length === 0) {
    return (
      <Frame>
        <EmptyState icon={<IconFolders size={20} />} title="No projects yet" action={newProject}>
          {newProject
            ? 'Make one, then connect a GitLab repository to it and work on its files together.'
            : 'Editors and admins of the workspace can make one.'}
        </EmptyState>
      </Frame>
    );
  }
  return (
    <Rows label="Projects">
      {projects.data.map((project) => (
        <ProjectRow key={project.id} project={project} />
      ))}
    </Rows>
  );
}

function NewProjectDialog({ workspaceId, onClose }: { workspaceId: string; onClose: () => void }) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const create = async (name: string) => {
    const project = await call(createProject, { params: { workspaceId }, body: { name } });
    void client.invalidateQueries({ queryKey: projectsQuery(workspaceId).queryKey });
    await navigate({
      to: '/w/$workspaceId/projects/$projectId',
      params: { workspaceId, projectId: project.id },
    });
  };
  return (
    <NameDialog
      title="New project"
      label="Project name"
      submitLabel="Create project"
      onSubmit={create}
      onClose={onClose}
    />
  );
}
