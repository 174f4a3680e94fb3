import { Radio } from '@mantine/core';
import type { ProjectPython, PythonSource } from '@notelab/contract';
import { useState } from 'react';
import { useRole } from '../../app/workspace.ts';
import classes from './python-dialog.module.css';
import { RemoteJupyter } from './remote-jupyter.tsx';
import type { PythonChange } from './use-change-python.ts';

interface PythonChoiceProps {
  python: ProjectPython;
  canEdit: boolean;
  onChange: (change: PythonChange) => void;
}

/** Where the kernels of the project run. */
export function PythonChoice({ python, canEdit, onChange }: PythonChoiceProps) {
  const { isAdmin } = useRole();
  const { source, remote, version } = python;
  // An admin who chooses a server that has no address yet is asked for it first.
  const [isNaming, setNaming] = useState(false);
  const shown: PythonSource = isNaming ? 'remote' : source;
  const choose = (value: string) => {
    const chosen = value as PythonSource;
    const isToBeNamed = chosen === 'remote' && remote === null;
    setNaming(isToBeNamed);
    if (!isToBeNamed && chosen !== source) onChange({ source: chosen });
  };
  return (
    <>
      <Radio.Group
        label="Python"
        value={shown}
        onChange={choose}
        description="Kernels that run now keep theirs until they are restarted."
      >
        <div className={classes.choices}>
          <Radio
            value="server"
            label="The server’s Python"
            description={
              version ? `${version}, with the packages that it has for all projects` : 'Not installed'
            }
            disabled={!canEdit}
          />
          <Radio
            value="own"
            label="An environment of this project"
            description="What is installed there is for this project alone, in terminals too"
            disabled={!canEdit}
          />
          <Radio
            value="remote"
            label="A Jupyter server elsewhere"
            description={
              remote
                ? remote.url
                : isAdmin
                  ? 'A Jupyter Server or Enterprise Gateway, by its address'
                  : 'An admin can name the address of one'
            }
            disabled={!canEdit || (remote === null && !isAdmin)}
          />
        </div>
      </Radio.Group>
      {shown === 'remote' && isAdmin ? (
        <RemoteJupyter
          key={remote?.url ?? ''}
          projectId={python.projectId}
          remote={remote}
          onSaved={() => setNaming(false)}
        />
      ) : null}
    </>
  );
}
