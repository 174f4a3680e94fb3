import { deleteProject, type Project } from '@notelab/contract';
import { useQueries, useQueryClient } from '@tanstack/react-query';
import { call } from '../api/call.ts';
import { projectsQuery, unpushedWorkQuery } from '../api/queries.ts';
import { ConfirmDialog } from '../theme/confirm-dialog.tsx';
import { notifyDone } from '../theme/notify.ts';
import { lossesOf } from './losses.ts';

/** Asks before a project goes, and names the work in its checkouts that is not on GitLab. */
export function DeleteProjectDialog({ project, onClose }: { project: Project; onClose: () => void }) {
  const client = useQueryClient();
  const works = useQueries({ queries: project.checkouts.map(({ id }) => unpushedWorkQuery(id)) });
  const losses = project.checkouts.flatMap(({ folderName }, index) => {
    const work = works[index]!;
    if (work.data) return lossesOf(folderName, work.data);
    return work.error
      ? [
          {
            title: `${folderName}: could not be looked into`,
            items: ['Work that is not on GitLab may be in it.'],
          },
        ]
      : [];
  });
  const remove = async () => {
    await call(deleteProject, { params: { projectId: project.id } });
    client.setQueryData(projectsQuery(project.workspaceId).queryKey, (known) =>
      known?.filter(({ id }) => id !== project.id),
    );
    notifyDone(`Deleted ${project.name}`);
  };
  return (
    <ConfirmDialog
      opened
      onClose={onClose}
      title={`Delete ${project.name}?`}
      losses={losses}
      loading={works.some((work) => work.isPending)}
      confirmLabel="Delete project"
      onConfirm={remove}
    >
      <p>
        All files of the project are deleted for everybody. This cannot be undone. What has been pushed stays
        on GitLab.
      </p>
    </ConfirmDialog>
  );
}
