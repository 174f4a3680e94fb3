import type { CheckoutStatus } from '@notelab/contract';
import { PersonPicture } from '../../theme/person-picture.tsx';
import { RelativeTime } from '../../theme/relative-time.tsx';
import { SectionTitle } from '../../theme/section-title.tsx';
import classes from './git-panel.module.css';

/** The latest commits of the current branch. */
export function RecentCommits({ commits }: { commits: CheckoutStatus['recent'] }) {
  if (commits.length === 0) return null;
  return (
    <section aria-label="Recent commits">
      <SectionTitle>Recent</SectionTitle>
      <ul className={classes.commits}>
        {commits.map(({ oid, subject, author, at }) => (
          <li key={oid} className={classes.commit} title={`${oid.slice(0, 8)} ${subject} · ${author}`}>
            <PersonPicture name={author} size={18} />
            <span className={classes.subject}>{subject}</span>
            <span className={classes.when}>
              <RelativeTime at={at} short />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}
