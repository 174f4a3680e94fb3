import { UnstyledButton } from '@mantine/core';
import type { Checkout, CheckoutStatus } from '@notelab/contract';
import { PersonPicture } from '../../theme/person-picture.tsx';
import { RelativeTime } from '../../theme/relative-time.tsx';
import { SectionTitle } from '../../theme/section-title.tsx';
import { useDialogs } from '../dialogs-context.ts';
import { useOpenHistory } from '../history/use-open-history.ts';
import classes from './git-panel.module.css';

interface RecentCommitsProps {
  checkout: Checkout;
  commits: CheckoutStatus['recent'];
  /** The last commit may be taken back. */
  canUndo: boolean;
}

/** The latest commits of the current branch, and the way to all of them. */
export function RecentCommits({ checkout, commits, canUndo }: RecentCommitsProps) {
  const openHistory = useOpenHistory(checkout);
  const { show } = useDialogs();
  if (commits.length === 0) return null;
  const actions = (
    <span>
      {canUndo ? (
        <UnstyledButton
          className={classes.titleAction}
          onClick={() => show({ kind: 'undo-commit', checkout })}
        >
          Undo last commit
        </UnstyledButton>
      ) : null}
      <UnstyledButton className={classes.titleAction} onClick={() => openHistory({ of: 'current' })}>
        History
      </UnstyledButton>
    </span>
  );
  return (
    <section aria-label="Recent commits">
      <SectionTitle action={actions}>Recent</SectionTitle>
      <ul className={classes.commits}>
        {commits.map(({ oid, subject, author, at }) => (
          <li key={oid}>
            <UnstyledButton
              className={classes.commit}
              title={`${oid.slice(0, 8)} ${subject} · ${author}`}
              onClick={() => openHistory({ of: 'current' }, oid)}
            >
              <PersonPicture name={author} size={18} />
              <span className={classes.subject}>{subject}</span>
              <span className={classes.when}>
                <RelativeTime at={at} short />
              </span>
            </UnstyledButton>
          </li>
        ))}
      </ul>
    </section>
  );
}
