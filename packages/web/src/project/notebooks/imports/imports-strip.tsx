import { Button, Group, Progress } from '@mantine/core';
import { nameOf } from '../../paths.ts';
import classes from './imports.module.css';
import { useNotebookImports } from './imports-context.ts';
import { linesOf, titleOf } from './report-words.ts';

/** How far the import is, and what it had to say at its end. */
export function ImportsStrip() {
  const { progress, report } = useNotebookImports();
  if (progress.current !== null) return <Importing />;
  return report ? <Report /> : null;
}

function Importing() {
  const { progress, cancel } = useNotebookImports();
  const { fileCount, doneCount, current } = progress;
  const percent = fileCount === 0 ? 0 : Math.floor((doneCount / fileCount) * 100);
  return (
    <section className={classes.strip} aria-label="Import">
      <div className={classes.line}>
        <span className={classes.title}>
          {fileCount === 0
            ? 'Looking for notebooks'
            : fileCount === 1
              ? 'Importing'
              : `Importing ${Math.min(doneCount + 1, fileCount)} of ${fileCount}`}
        </span>
        <span className={classes.numbers}>{percent} %</span>
      </div>
      <Progress size={3} value={percent} my={6} aria-label="Import" />
      <div className={classes.line}>
        <span className={classes.current} title={current ?? undefined}>
          {nameOf(current ?? '')}
        </span>
        <Button size="xs" variant="default" onClick={cancel} aria-label="Cancel the import">
          Cancel
        </Button>
      </div>
    </section>
  );
}

function Report() {
  const { report, dismiss, showDetails } = useNotebookImports();
  if (!report) return null;
  return (
    <div className={classes.strip} role="alert">
      <p className={classes.title}>{titleOf(report)}</p>
      <ul className={classes.lines}>
        {linesOf(report).map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
      <Group gap={6} mt={6}>
        {report.failed.length + report.already.length > 0 ? (
          <Button size="xs" variant="default" onClick={showDetails}>
            Show details
          </Button>
        ) : null}
        <Button size="xs" variant="default" onClick={dismiss}>
          Dismiss
        </Button>
      </Group>
    </div>
  );
}
