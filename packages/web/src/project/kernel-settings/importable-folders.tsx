import { useQuery } from '@tanstack/react-query';
import { checkoutsQuery } from '../../api/queries.ts';
import { useProject } from '../project-context.ts';
import classes from './python-dialog.module.css';

/** From where notebooks import modules by themselves. */
export function ImportableFolders({ isRemote }: { isRemote: boolean }) {
  const { id: projectId } = useProject();
  const { data: checkouts = [] } = useQuery(checkoutsQuery(projectId));
  if (isRemote) return null;
  return (
    <div>
      <p className={classes.title}>Your own modules</p>
      {checkouts.length === 0 ? (
        <p className={classes.dim}>
          Once a GitLab repository is connected to this project, notebooks can import its modules.
        </p>
      ) : (
        <>
          <p className={classes.dim}>
            Notebooks import modules from these folders without any set-up, and from the project’s own folder:
          </p>
          <ul className={classes.folders}>
            {checkouts.map(({ id, folderName }) => (
              <li key={id}>
                <code>{folderName}/</code> and <code>{folderName}/src/</code>
              </li>
            ))}
          </ul>
        </>
      )}
    </div>
  );
}
