import { Button, Loader } from '@mantine/core';
import { cancelInstallation, type PackageInstallation, type ProjectPython } from '@notelab/contract';
import { useMutation } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { call } from '../../api/call.ts';
import { Chip, type ChipTone } from '../../theme/chip.tsx';
import { ErrorPanel } from '../../theme/error-panel.tsx';
import { AnsiText } from '../outputs/ansi-output.tsx';
import classes from './python-dialog.module.css';

interface InstallationProgressProps {
  projectId: ProjectPython['projectId'];
  installation: PackageInstallation;
  canEdit: boolean;
}

const words: Record<PackageInstallation['status'], { label: string; tone: ChipTone }> = {
  running: { label: 'Installing', tone: 'info' },
  done: { label: 'Installed', tone: 'added' },
  failed: { label: 'Not installed', tone: 'conflict' },
  cancelled: { label: 'Cancelled', tone: 'neutral' },
};

/** What pip says while it installs, or said when it did last. */
export function InstallationProgress({ projectId, installation, canEdit }: InstallationProgressProps) {
  const { packages, status, by, output } = installation;
  const cancel = useMutation({ mutationFn: () => call(cancelInstallation, { params: { projectId } }) });
  const isRunning = status === 'running';
  return (
    <section className={classes.installation} aria-label="Installation of packages">
      <div className={classes.installationHead}>
        {isRunning ? <Loader size={13} aria-hidden /> : null}
        <Chip tone={words[status].tone}>{words[status].label}</Chip>
        <span className={classes.installed}>
          <code>{packages.join(' ')}</code>, by {by}
        </span>
        {isRunning && canEdit ? (
          <Button
            size="compact-xs"
            variant="default"
            loading={cancel.isPending}
            onClick={() => cancel.mutate()}
          >
            Cancel
          </Button>
        ) : null}
      </div>
      {cancel.isError ? <ErrorPanel error={cancel.error} compact /> : null}
      {output === '' || status === 'done' ? null : <PipOutput output={output} />}
      {status === 'done' ? (
        <p className={classes.dim}>
          Kernels that run now see new packages at once; restart them after upgrades.
        </p>
      ) : null}
    </section>
  );
}

/** Stays at its end, where pip writes. */
function PipOutput({ output }: { output: string }) {
  const box = useRef<HTMLDivElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each new text moves the end
  useEffect(() => {
    box.current?.scrollTo({ top: box.current.scrollHeight });
  }, [output]);
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: so that the keyboard can scroll it
    <div className={classes.output} ref={box} tabIndex={0} role="log" aria-label="What pip says">
      <AnsiText text={output} isError={false} />
    </div>
  );
}
