import { Button } from '@mantine/core';
import type { SecretFinding } from '@notelab/contract';
import { IconKey } from '@tabler/icons-react';
import { Notice } from './notice.tsx';
import classes from './notices.module.css';

interface SecretsNoticeProps {
  secrets: SecretFinding[];
  unsearchedCount: number;
  /** Paths that are ticked. */
  selected: ReadonlySet<string>;
  disabled: boolean;
  onTake: (paths: string[], take: boolean) => void;
  onShow: (path: string) => void;
}

const mostShown = 4;

/** What looks like a secret, and where. Its files are left out until somebody says that they may go. */
export function SecretsNotice(props: SecretsNoticeProps) {
  const { secrets, unsearchedCount, selected, disabled, onTake, onShow } = props;
  if (secrets.length === 0) return unsearchedCount > 0 ? <Unsearched count={unsearchedCount} /> : null;
  const paths = [...new Set(secrets.map(({ path }) => path))];
  const isTaken = paths.some((path) => selected.has(path));
  const files = paths.length === 1 ? 'This file' : `These ${paths.length} files`;
  return (
    <>
      <Notice
        icon={<IconKey size={16} aria-hidden />}
        tone={isTaken ? 'conflict' : 'modified'}
        actions={
          <Button size="xs" variant="default" disabled={disabled} onClick={() => onTake(paths, !isTaken)}>
            {isTaken ? 'Leave out' : 'Commit anyway'}
          </Button>
        }
        more={
          <ul className={classes.findings} aria-label="What looks like a secret">
            {secrets.slice(0, mostShown).map(({ path, line, looksLike, excerpt }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a line may hold two that look alike
              <li key={`${path} ${line} ${index}`}>
                <button type="button" className={classes.place} title={path} onClick={() => onShow(path)}>
                  {path}:{line}
                </button>
                <span>{looksLike}</span>
                <span className={classes.excerpt}>{excerpt}</span>
              </li>
            ))}
            {secrets.length > mostShown ? <li>and {secrets.length - mostShown} more</li> : null}
          </ul>
        }
      >
        {isTaken ? (
          <>
            <strong>A secret would be pushed.</strong> Whoever can read the repository could use it, also
            after it is removed again.
          </>
        ) : (
          <>
            <strong>This looks like a secret.</strong> {files} {paths.length === 1 ? 'is' : 'are'} left out of
            the commit.
          </>
        )}
      </Notice>
      {unsearchedCount > 0 ? <Unsearched count={unsearchedCount} /> : null}
    </>
  );
}

function Unsearched({ count }: { count: number }) {
  return (
    <Notice icon={<IconKey size={16} aria-hidden />} tone="info">
      {count === 1
        ? 'One changed file is too large to be searched for secrets.'
        : `${count} changed files are too large, or too many, to be searched for secrets.`}
    </Notice>
  );
}
