import { ActionIcon, Loader, UnstyledButton } from '@mantine/core';
import type { CommitDetails as Details } from '@notelab/contract';
import { IconX } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { commitQuery } from '../../api/history-queries.ts';
import { ErrorPanel } from '../../theme/error-panel.tsx';
import { PersonPicture } from '../../theme/person-picture.tsx';
import { RelativeTime } from '../../theme/relative-time.tsx';
import { DiffModeSwitch, useDiffMode } from '../diff/diff-mode-switch.tsx';
import { splitLinks } from '../operations/split-links.ts';
import { CommitFiles } from './commit-files.tsx';
import classes from './history.module.css';

interface CommitDetailsProps {
  checkout: { id: string; folderName: string };
  oid: string;
  onSelect: (oid: string) => void;
  onClose: () => void;
}

/** One commit: its whole message, who made it and when, and its files with what changed in them. */
export function CommitDetails({ checkout, oid, onSelect, onClose }: CommitDetailsProps) {
  const query = useQuery(commitQuery(checkout.id, oid));
  const [mode, setMode] = useDiffMode();
  return (
    <section className={classes.details} aria-label="Selected commit">
      <div className={classes.detailsHead}>
        <code className={classes.id}>{oid}</code>
        <div className={classes.headEnd}>
          <DiffModeSwitch mode={mode} onChange={setMode} />
          <ActionIcon variant="subtle" color="gray" size={26} aria-label="Close the commit" onClick={onClose}>
            <IconX size={14} aria-hidden />
          </ActionIcon>
        </div>
      </div>
      <div className={classes.detailsBody} key={oid}>
        {query.isError ? (
          <ErrorPanel error={query.error} compact onRetry={() => void query.refetch()} />
        ) : null}
        {query.isPending ? <Loader size="xs" aria-label="Loading the commit" /> : null}
        {query.data ? (
          <>
            <Message message={query.data.message} />
            <Facts commit={query.data} onSelect={onSelect} />
            <CommitFiles checkout={checkout} commit={query.data} mode={mode} />
          </>
        ) : null}
      </div>
    </section>
  );
}

function Message({ message }: { message: string }) {
  const [subject = '', ...body] = message.split('\n');
  return (
    <>
      <h3 className={classes.messageSubject}>{subject || '(no message)'}</h3>
      {body.length > 0 ? <p className={classes.messageBody}>{withLinks(body.join('\n').trim())}</p> : null}
    </>
  );
}

function withLinks(text: string) {
  return splitLinks(text).map(({ text: piece, url }, index) =>
    url ? (
      // biome-ignore lint/suspicious/noArrayIndexKey: the pieces of one text never change their order
      <a key={index} href={url} target="_blank" rel="noopener noreferrer">
        {piece}
      </a>
    ) : (
      piece
    ),
  );
}

function Facts({ commit, onSelect }: { commit: Details; onSelect: (oid: string) => void }) {
  const { author, at, parents, isShallowBoundary } = commit;
  return (
    <div className={classes.facts}>
      <PersonPicture name={author.name} src={author.pictureUrl} size={20} />
      <span title={author.email}>{author.name}</span>
      <span className={classes.dim}>
        <RelativeTime at={at} />
      </span>
      <span className={classes.dim}>
        {parents.length > 1 ? 'merges ' : parents.length === 1 ? 'after ' : null}
        {parents.map((parent, index) => (
          <span key={parent}>
            {index > 0 ? ' and ' : null}
            <UnstyledButton className={classes.parent} onClick={() => onSelect(parent)}>
              {parent.slice(0, 8)}
            </UnstyledButton>
          </span>
        ))}
        {parents.length === 0 && !isShallowBoundary ? 'the first commit' : null}
      </span>
      {parents.length > 1 ? (
        <p className={classes.note}>
          The files are compared with the first of them: what the merge brought in.
        </p>
      ) : null}
      {isShallowBoundary ? (
        <p className={classes.note}>
          What came before is not in this clone (it is shallow), so every file counts as added here.
        </p>
      ) : null}
    </div>
  );
}
