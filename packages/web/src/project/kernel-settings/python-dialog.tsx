import { Button, Skeleton } from '@mantine/core';
import type { ProjectPython } from '@notelab/contract';
import { useQuery } from '@tanstack/react-query';
import { pythonQuery } from '../../api/kernel-queries.ts';
import { useRole } from '../../app/workspace.ts';
import { Dialog } from '../../theme/dialog.tsx';
import { ErrorPanel, QueryErrorPanel } from '../../theme/error-panel.tsx';
import { PythonMissing } from '../live-notebook/run/python-missing.tsx';
import { useProject } from '../project-context.ts';
import { ImportableFolders } from './importable-folders.tsx';
import { KernelHabits } from './kernel-habits.tsx';
import { OwnPackages } from './own-packages.tsx';
import { PythonChoice } from './python-choice.tsx';
import classes from './python-dialog.module.css';
import { useChangePython } from './use-change-python.ts';

/** Which Python a project's notebooks run with, its packages, and what kernels do by themselves. */
export function PythonDialog({ onClose }: { onClose: () => void }) {
  const { id: projectId } = useProject();
  const python = useQuery(pythonQuery(projectId));
  return (
    <Dialog
      title="Python of this project"
      size={640}
      onClose={onClose}
      footer={
        <Button variant="default" onClick={onClose}>
          Close
        </Button>
      }
    >
      {python.data ? (
        <Settings python={python.data} />
      ) : python.isError ? (
        <QueryErrorPanel query={python} />
      ) : (
        <div role="status" aria-label="Reading the settings">
          {[84, 120, 64].map((height) => (
            <Skeleton key={height} height={height} mb={16} />
          ))}
        </div>
      )}
    </Dialog>
  );
}

function Settings({ python }: { python: ProjectPython }) {
  const { canEdit } = useRole();
  const change = useChangePython(python.projectId);
  return (
    <div className={classes.settings}>
      {canEdit ? null : <p className={classes.dim}>Editors can change these settings.</p>}
      {python.problem ? (
        python.problem.code === 'python-missing' ? (
          <PythonMissing problem={python.problem} />
        ) : (
          <ErrorPanel error={python.problem} compact />
        )
      ) : null}
      {change.isError ? <ErrorPanel error={change.error} compact /> : null}
      <PythonChoice python={python} canEdit={canEdit} onChange={change.mutate} />
      {python.source === 'own' ? <OwnPackages python={python} canEdit={canEdit} /> : null}
      <KernelHabits python={python} canEdit={canEdit} onChange={change.mutate} />
      <ImportableFolders isRemote={python.source === 'remote'} />
    </div>
  );
}
