import { ActionIcon, Button, Menu, UnstyledButton } from '@mantine/core';
import type { MergeConflicts, NotebookId, NotebookSource } from '@notelab/contract';
import { IconArrowBackUp, IconDots, IconFileText, IconUnlink } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { notebookSourcesQuery } from '../../../api/notebook-queries.ts';
import { Chip } from '../../../theme/chip.tsx';
import { RelativeTime } from '../../../theme/relative-time.tsx';
import { useOpenFiles } from '../../editor/open-files.tsx';
import { useProject } from '../../project-context.ts';
import { ForgetSourceDialog } from './forget-source-dialog.tsx';
import classes from './source-bar.module.css';
import { sourceInWords } from './source-words.ts';
import { useSourceActions } from './use-source-actions.tsx';

const MergeSourceDialog = lazy(() =>
  import('./merge-source-dialog.tsx').then(({ MergeSourceDialog }) => ({ default: MergeSourceDialog })),
);

interface SourceBarProps {
  notebookId: NotebookId;
  name: string;
  canEdit: boolean;
}

/** Above a notebook that came from a file: which one, how both stand, and what can be done about it. */
export function SourceBar(props: SourceBarProps) {
  const { id: projectId } = useProject();
  const { data } = useQuery(notebookSourcesQuery(projectId));
  const source = data?.find(({ notebookId }) => notebookId === props.notebookId);
  return source ? <Bar {...props} source={source} /> : null;
}

function Bar({ notebookId, name, canEdit, source }: SourceBarProps & { source: NotebookSource }) {
  const { open } = useOpenFiles();
  const actions = useSourceActions(notebookId, name);
  const [conflicts, setConflicts] = useState<MergeConflicts | null>(null);
  const [forgetting, setForgetting] = useState(false);
  const { path, state } = source;
  const words = sourceInWords(source);
  const merge = async () => {
    const found = await actions.merge();
    if (found && found !== 'merged') setConflicts(found);
  };
  return (
    <section className={classes.bar} aria-label="Source file" data-state={state}>
      <UnstyledButton
        className={classes.file}
        title={state === 'file-gone' ? path : `Open ${path}`}
        disabled={state === 'file-gone'}
        onClick={() => open({ kind: 'file', path })}
      >
        <IconFileText size={14} aria-hidden />
        <span className={classes.path}>
          <bdi>{path}</bdi>
        </span>
      </UnstyledButton>
      <Chip tone={words.tone} title={words.sentence}>
        {words.short}
      </Chip>
      <span className={classes.sentence} title={words.sentence} role="status">
        {words.more}
      </span>
      {canEdit ? (
        <div className={classes.end}>
          {state === 'file-changed' || state === 'both-changed' ? (
            <Button size="xs" loading={actions.busy === 'merge'} onClick={() => void merge()}>
              Merge into notebook
            </Button>
          ) : null}
          {state === 'notebook-changed' ? (
            <Button
              size="xs"
              variant="default"
              loading={actions.busy === 'write'}
              onClick={() => void actions.write()}
            >
              Write back to file
            </Button>
          ) : null}
          {state === 'file-gone' ? (
            <Button
              size="xs"
              variant="default"
              loading={actions.busy === 'write'}
              onClick={() => void actions.write(true)}
            >
              Make the file again
            </Button>
          ) : null}
          <SourceMenu source={source} actions={actions} onForget={() => setForgetting(true)} />
        </div>
      ) : null}
      {conflicts ? (
        <Suspense>
          <MergeSourceDialog
            notebookId={notebookId}
            name={name}
            path={path}
            conflicts={conflicts}
            busy={actions.busy === 'merge'}
            onMerge={async (decided) => {
              const left = await actions.merge(decided);
              if (left) setConflicts(left === 'merged' ? null : left);
            }}
            onClose={() => setConflicts(null)}
          />
        </Suspense>
      ) : null}
      {forgetting ? (
        <ForgetSourceDialog
          name={name}
          path={path}
          onForget={actions.forget}
          onClose={() => setForgetting(false)}
        />
      ) : null}
    </section>
  );
}

interface SourceMenuProps {
  source: NotebookSource;
  actions: ReturnType<typeof useSourceActions>;
  onForget: () => void;
}

function SourceMenu({ source, actions, onForget }: SourceMenuProps) {
  return (
    <Menu position="bottom-end" width={250}>
      <Menu.Target>
        <ActionIcon variant="subtle" color="gray" size={26} aria-label="More for the source file">
          <IconDots size={15} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.CheckboxItem
          checked={source.outputs}
          onChange={(outputs: boolean) => void actions.setOutputs(outputs)}
        >
          Write back with outputs
        </Menu.CheckboxItem>
        {source.mergedAt ? (
          <Menu.Item leftSection={<IconArrowBackUp size={15} />} onClick={() => void actions.undo()}>
            Undo the merge of <RelativeTime at={source.mergedAt} />
          </Menu.Item>
        ) : null}
        <Menu.Divider />
        <Menu.Item leftSection={<IconUnlink size={15} />} onClick={onForget}>
          Forget the file …
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
