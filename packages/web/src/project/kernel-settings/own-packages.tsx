import { Button, TextInput } from '@mantine/core';
import { installPackages, type ProjectPython } from '@notelab/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { pythonQuery } from '../../api/kernel-queries.ts';
import { fieldErrors } from '../../api/problem.ts';
import { ErrorPanel } from '../../theme/error-panel.tsx';
import { InstallationProgress } from './installation-progress.tsx';
import classes from './python-dialog.module.css';
import { toRequirements } from './to-requirements.ts';

/** The packages of the project's own environment, and what installs more. */
export function OwnPackages({ python, canEdit }: { python: ProjectPython; canEdit: boolean }) {
  const { projectId, packages, installation } = python;
  const client = useQueryClient();
  const [text, setText] = useState('');
  const install = useMutation({
    mutationFn: () =>
      call(installPackages, { params: { projectId }, body: { packages: toRequirements(text) } }),
    onSuccess: (changed) => {
      client.setQueryData(pythonQuery(projectId).queryKey, changed);
      setText('');
    },
  });
  const isRunning = installation?.status === 'running';
  const [wrong] = Object.values(fieldErrors(install.error));
  return (
    <div>
      <p className={classes.title}>Packages of this project</p>
      {packages.length === 0 ? (
        <p className={classes.dim}>None yet, besides those of the server’s Python.</p>
      ) : (
        <ul className={classes.packages} aria-label="Packages of this project">
          {packages.map(({ name, version }) => (
            <li key={name}>
              {name} <span>{version}</span>
            </li>
          ))}
        </ul>
      )}
      {canEdit ? (
        <form
          className={classes.install}
          onSubmit={(event) => {
            event.preventDefault();
            install.mutate();
          }}
        >
          <TextInput
            label="Install packages"
            placeholder="polars>=1 ./analytics"
            value={text}
            error={wrong}
            disabled={isRunning}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Button
            type="submit"
            variant="default"
            loading={install.isPending}
            disabled={isRunning || text.trim() === ''}
          >
            Install
          </Button>
        </form>
      ) : null}
      {canEdit ? (
        <p className={`${classes.dim} ${classes.below}`}>
          As pip takes them, with blanks between; a folder of the project with ./ before it.
        </p>
      ) : null}
      {install.isError && wrong === undefined ? <ErrorPanel error={install.error} compact /> : null}
      {installation ? (
        <InstallationProgress projectId={projectId} installation={installation} canEdit={canEdit} />
      ) : null}
    </div>
  );
}
