import { Button, PasswordInput, TextInput } from '@mantine/core';
import { type ProjectPython, setRemoteJupyter } from '@notelab/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { pythonQuery } from '../../api/kernel-queries.ts';
import { fieldErrors } from '../../api/problem.ts';
import { ErrorPanel } from '../../theme/error-panel.tsx';
import classes from './python-dialog.module.css';

interface RemoteJupyterProps extends Pick<ProjectPython, 'projectId' | 'remote'> {
  onSaved: () => void;
}

/** The address of a Jupyter server, named by an admin: what runs there sees what the notebook's blocks say. */
export function RemoteJupyter({ projectId, remote, onSaved }: RemoteJupyterProps) {
  const client = useQueryClient();
  const [url, setUrl] = useState(remote?.url ?? '');
  const [token, setToken] = useState('');
  const save = useMutation({
    mutationFn: () =>
      call(setRemoteJupyter, { params: { projectId }, body: { url, token: token === '' ? null : token } }),
    onSuccess: (python) => {
      client.setQueryData(pythonQuery(projectId).queryKey, python);
      setToken('');
      onSaved();
    },
  });
  const errors = fieldErrors(save.error);
  return (
    <form
      className={classes.remote}
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <TextInput
        label="Address"
        placeholder="https://jupyter.example.com"
        value={url}
        onChange={(event) => setUrl(event.currentTarget.value)}
        error={errors.url}
      />
      <PasswordInput
        label="Token"
        placeholder={remote?.hasToken ? 'Stored; leave empty to keep it' : 'When the server asks for one'}
        autoComplete="off"
        value={token}
        onChange={(event) => setToken(event.currentTarget.value)}
        error={errors.token}
      />
      <p className={classes.dim}>
        Its kernels do not see the files of this project, so modules of checkouts cannot be imported there.
      </p>
      {save.isError && Object.keys(errors).length === 0 ? <ErrorPanel error={save.error} compact /> : null}
      <div>
        <Button type="submit" size="xs" loading={save.isPending} disabled={url.trim() === ''}>
          Use this server
        </Button>
      </div>
    </form>
  );
}
