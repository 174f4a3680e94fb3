import { Button, UnstyledButton } from '@mantine/core';
import type { CommitDetails } from '@notelab/contract';
import { IconChevronRight } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { commitDiffQuery } from '../../api/history-queries.ts';
import { SectionTitle } from '../../theme/section-title.tsx';
import { DiffOfQuery } from '../diff/diff-of-query.tsx';
import type { DiffMode } from '../diff/text-diff.tsx';
import { changeWords } from '../git-panel/change-words.ts';
import changeClasses from '../git-panel/changed-files.module.css';
import { ChangedPath, visiblePath } from '../git-panel/changed-path.tsx';
import classes from './history.module.css';

type CommittedFile = CommitDetails['files'][number];

interface CommitFilesProps {
  checkout: { id: string; folderName: string };
  commit: CommitDetails;
  mode: DiffMode;
}

/** Rows that are drawn at once. */
const filesPerStep = 200;

/** The files of a commit; each unfolds to what changed in it. */
export function CommitFiles({ checkout, commit, mode }: CommitFilesProps) {
  const [limit, setLimit] = useState(filesPerStep);
  const { files, fileCount } = commit;
  const unlisted = fileCount - files.length;
  return (
    <>
      <SectionTitle count={fileCount}>Files</SectionTitle>
      {fileCount === 0 ? <p className={classes.dim}>This commit changes no file.</p> : null}
      <ul className={classes.files}>
        {files.slice(0, limit).map((file) => (
          <li key={file.path}>
            <CommitFile
              checkoutId={checkout.id}
              commit={commit.oid}
              file={file}
              mode={mode}
              initiallyOpen={fileCount === 1}
            />
          </li>
        ))}
      </ul>
      {files.length > limit ? (
        <Button variant="default" size="xs" onClick={() => setLimit(limit + filesPerStep)}>
          Show more of {files.length - limit}
        </Button>
      ) : unlisted > 0 ? (
        <p className={classes.dim}>and {unlisted} more that are not listed</p>
      ) : null}
    </>
  );
}

interface CommitFileProps {
  checkoutId: string;
  commit: string;
  file: CommittedFile;
  mode: DiffMode;
  initiallyOpen: boolean;
}

function CommitFile({ checkoutId, commit, file, mode, initiallyOpen }: CommitFileProps) {
  const [open, setOpen] = useState(initiallyOpen);
  const { path, originalPath, kind, modeChange } = file;
  const { letter, word, tone } = changeWords[kind];
  return (
    <>
      <UnstyledButton
        className={`${changeClasses.row} ${classes.file}`}
        data-tone={tone}
        aria-expanded={open}
        aria-label={`${visiblePath(path)}, ${word}`}
        title={originalPath ? `${originalPath} → ${path}` : path}
        onClick={() => setOpen(!open)}
      >
        <IconChevronRight size={13} aria-hidden data-open={open || undefined} />
        <ChangedPath path={path} deleted={kind === 'deleted'} />
        <span className={changeClasses.letter} data-letter={letter} />
      </UnstyledButton>
      {open ? (
        <div className={classes.fileDiff}>
          {originalPath ? <p className={classes.note}>Was {originalPath}.</p> : null}
          {modeChange ? <p className={classes.note}>{modeInWords(modeChange)}</p> : null}
          <FileDiff checkoutId={checkoutId} commit={commit} file={file} mode={mode} />
        </div>
      ) : null}
    </>
  );
}

function FileDiff({ checkoutId, commit, file, mode }: Omit<CommitFileProps, 'initiallyOpen'>) {
  const query = useQuery(commitDiffQuery(checkoutId, commit, file));
  return <DiffOfQuery query={query} path={file.path} mode={mode} />;
}

const executable = '100755';
const plain = '100644';

function modeInWords({ from, to }: { from: string; to: string }): string {
  if (from === plain && to === executable) return 'Made executable.';
  if (from === executable && to === plain) return 'No longer executable.';
  return `Its mode changed from ${from} to ${to}.`;
}
