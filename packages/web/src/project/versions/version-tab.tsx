import { Button, Skeleton, UnstyledButton } from '@mantine/core';
import type { NotebookId, VersionNotebook } from '@notelab/contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { versionQuery } from '../../api/version-queries.ts';
import { useRole } from '../../app/workspace.ts';
import { Chip, type ChipTone } from '../../theme/chip.tsx';
import { ErrorPanel } from '../../theme/error-panel.tsx';
import { DiffModeSwitch, useDiffMode } from '../diff/diff-mode-switch.tsx';
import { useOpenFiles } from '../editor/open-files.tsx';
import type { Tab } from '../editor/tabs.ts';
import { NotebookOfVersion } from './notebook-of-version.tsx';
import { RestoreDialog } from './restore-dialog.tsx';
import classes from './version-tab.module.css';
import { VersionTitle } from './version-title.tsx';

/** A version beside what is now: its notebooks, and the blocks of the one that is looked at. */
export function VersionTab({ tab }: { tab: Extract<Tab, { kind: 'version' }> }) {
  const { versionId } = tab;
  const { open } = useOpenFiles();
  const { canEdit } = useRole();
  const [mode, setMode] = useDiffMode();
  const [isAsking, setAsking] = useState(false);
  const query = useQuery(versionQuery(versionId));
  const { data } = query;
  if (!data)
    return query.isError ? (
      <div className={classes.problem}>
        <ErrorPanel error={query.error} onRetry={() => void query.refetch()} />
      </div>
    ) : (
      <div className={classes.problem} role="status" aria-label="Loading the version">
        <Skeleton height={12} width="40%" />
        <Skeleton height={10} width="60%" mt={14} />
      </div>
    );
  const { version, notebooks, madeLater } = data;
  const shown =
    notebooks.find(({ id }) => id === tab.notebookId) ??
    notebooks.find(({ state }) => state !== 'same') ??
    notebooks[0];
  const differs = notebooks.some(({ state }) => state !== 'same');
  return (
    <div className={classes.tab}>
      <header className={classes.head}>
        <VersionTitle version={version} />
        <div className={classes.headEnd}>
          <DiffModeSwitch mode={mode} onChange={setMode} />
          {canEdit && differs ? (
            <Button size="xs" variant="default" onClick={() => setAsking(true)}>
              Restore all notebooks
            </Button>
          ) : null}
        </div>
      </header>
      <div className={classes.body}>
        <nav className={classes.notebooks} aria-label="Notebooks of this version">
          {notebooks.map((notebook) => (
            <NotebookButton
              key={notebook.id}
              notebook={notebook}
              isShown={notebook.id === shown?.id}
              onShow={(notebookId) => open({ ...tab, notebookId })}
            />
          ))}
          {madeLater.length > 0 ? (
            <p className={classes.later}>
              Made later, and kept by a restoring: {madeLater.map(({ name }) => name).join(', ')}
            </p>
          ) : null}
        </nav>
        {shown ? (
          <NotebookOfVersion key={shown.id} versionId={versionId} notebook={shown} mode={mode} />
        ) : (
          <p className={classes.nothing}>The project had no notebooks.</p>
        )}
      </div>
      {isAsking ? (
        <RestoreDialog
          versionId={versionId}
          title="Restore all notebooks?"
          notebooks={notebooks.filter(({ state }) => state !== 'same')}
          what={{}}
          onClose={() => setAsking(false)}
        />
      ) : null}
    </div>
  );
}

const states: Record<VersionNotebook['state'], { word: string; tone: ChipTone } | null> = {
  same: null,
  changed: { word: 'changed since', tone: 'modified' },
  gone: { word: 'deleted since', tone: 'conflict' },
};

interface NotebookButtonProps {
  notebook: VersionNotebook;
  isShown: boolean;
  onShow: (id: NotebookId) => void;
}

function NotebookButton({ notebook: { id, name, state }, isShown, onShow }: NotebookButtonProps) {
  const chip = states[state];
  return (
    <UnstyledButton
      className={classes.notebook}
      aria-current={isShown || undefined}
      onClick={() => onShow(id)}
    >
      <span className={classes.name} title={name}>
        {name}
      </span>
      {chip ? <Chip tone={chip.tone}>{chip.word}</Chip> : null}
    </UnstyledButton>
  );
}
