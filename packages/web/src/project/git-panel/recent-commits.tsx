import { UnstyledButton } from '@mantine/core';
import type { Checkout, CheckoutStatus } from '@notelab/contract';
import { PersonPicture } from '../../theme/person-picture.tsx';
import { RelativeTime } from '../../theme/relative-time.tsx';
import { SectionTitle } from '../../theme/section-title.tsx';
import { useOpenHistory } from '../history/use-open-history.ts';
import classes from './git-panel.module.css';

interface RecentCommitsProps {
  checkout: Checkout;
  commits: CheckoutStatus['recent'];
}

/** The latest commits of the current branch, and the way to all of them. */
export function RecentCommits({ checkout, commits }: RecentCommitsProps) {
  const openHistory = useOpenHistory(checkout);
  if (commits.length === 0) return null;
  const history = (
    <UnstyledButton className={classes.titleAction} onClick={() => openHistory({ of: 'current' })}>
      History
    </UnstyledButton>
  );
  return (
    <section aria-label="Recent commits">
      <SectionTitle action={history}>Recent</SectionTitle>
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
