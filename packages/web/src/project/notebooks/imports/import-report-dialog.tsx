import { Button, UnstyledButton } from '@mantine/core';
import { toShownProblem } from '../../../api/problem.ts';
import { Dialog } from '../../../theme/dialog.tsx';
import { useOpenFiles } from '../../editor/open-files.tsx';
import type { ImportReport } from './import-queue.ts';
import classes from './imports.module.css';
import { useNotebookImports } from './imports-context.ts';
import { linesOf, titleOf } from './report-words.ts';

/** File by file what was not imported, and why. */
export function ImportReportDialog({ report, onClose }: { report: ImportReport; onClose: () => void }) {
  const { moveToNotebooks } = useNotebookImports();
  const { already, failed, empty, cut, leftCount } = report;
  const again = (paths: string[], copies: boolean) => {
    onClose();
    moveToNotebooks(paths, copies);
  };
  const rest = linesOf({ ...report, already: [], failed: [] });
  return (
    <Dialog
      title={titleOf(report)}
      onClose={onClose}
      size={640}
      footer={
        <>
          {already.length > 0 ? (
            <Button
              variant="default"
              onClick={() =>
                again(
                  already.map(({ path }) => path),
                  true,
                )
              }
            >
              {failed.length > 0 ? 'Import the old ones again' : 'Import again'}
            </Button>
          ) : null}
          {failed.length > 0 ? (
            <Button
              variant="default"
              onClick={() =>
                again(
                  failed.map(({ path }) => path),
                  false,
                )
              }
            >
              Try again
            </Button>
          ) : null}
          <Button onClick={onClose} data-autofocus>
            Close
          </Button>
        </>
      }
    >
      <div className={classes.report}>
        {failed.length > 0 ? (
          <section>
            <h3 className={classes.reportTitle}>Could not be imported</h3>
            <ul className={classes.files}>
              {failed.map(({ path, error }) => (
                <FailedFile key={path} path={path} error={error} />
              ))}
            </ul>
          </section>
        ) : null}
        {already.length > 0 ? (
          <section>
            <h3 className={classes.reportTitle}>Imported before</h3>
            <ul className={classes.files}>
              {already.map(({ path, notebooks }) => (
                <li key={path} className={classes.file}>
                  <span className={classes.path}>{path}</span>
                  {notebooks.map(({ id, name }) => (
                    <OpenNotebook key={id} id={id} name={name} onOpened={onClose} />
                  ))}
                </li>
              ))}
            </ul>
          </section>
        ) : null}
        {empty.length + cut.length + leftCount > 0 ? (
          <ul className={classes.files}>
            {rest.map((line) => (
              <li key={line} className={classes.file}>
                {line}
              </li>
            ))}
          </ul>
        ) : null}
      </div>
    </Dialog>
  );
}

function FailedFile({ path, error }: { path: string; error: unknown }) {
  const { title, detail, hint, raw } = toShownProblem(error);
  return (
    <li className={classes.file}>
      <span className={classes.path}>{path}</span>
      <span className={classes.reason}>{detail ?? title}</span>
      <span className={classes.hint}>{hint}</span>
      {raw ? (
        <details className={classes.details}>
          <summary>Details</summary>
          <pre>{raw}</pre>
        </details>
      ) : null}
    </li>
  );
}

function OpenNotebook(props: {
  id: ImportReport['imported'][number]['notebooks'][number]['id'];
  name: string;
  onOpened: () => void;
}) {
  const { open } = useOpenFiles();
  return (
    <UnstyledButton
      className={classes.openNotebook}
      onClick={() => {
        props.onOpened();
        open({ kind: 'notebook', notebookId: props.id });
      }}
    >
      Open {props.name}
    </UnstyledButton>
  );
}
