import { IconHistory } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { myGitLabUseQuery } from '../../api/queries.ts';
import { EmptyState } from '../../theme/empty-state.tsx';
import { QueryErrorPanel } from '../../theme/error-panel.tsx';
import { RelativeTime } from '../../theme/relative-time.tsx';
import { Frame, RowsSkeleton } from '../../theme/rows.tsx';
import { toUseWords } from '../audit-words.ts';
import classes from './account-use.module.css';

/** When, what for and from where the user's GitLab accounts were used. */
export function AccountUse() {
  const use = useQuery(myGitLabUseQuery());
  if (use.data === undefined) {
    return use.error ? <QueryErrorPanel query={use} /> : <RowsSkeleton count={3} height={37} front={false} />;
  }
  if (use.data.length === 0) {
    return (
      <Frame>
        <EmptyState icon={<IconHistory size={20} />} title="Not used yet">
          Each time Notelab uses your GitLab account, to clone, pull or push, it is listed here.
        </EmptyState>
      </Frame>
    );
  }
  return (
    <Frame>
      <table className={classes.table}>
        <thead className={classes.head}>
          <tr>
            <th scope="col">When</th>
            <th scope="col">What</th>
            <th scope="col">On</th>
            <th scope="col">From</th>
          </tr>
        </thead>
        <tbody>
          {use.data.map((entry) => {
            const words = toUseWords(entry);
            return (
              <tr key={entry.id}>
                <td className={classes.when}>
                  <RelativeTime at={entry.at} short />
                </td>
                <td className={classes.what}>{words.did}</td>
                <td className={classes.subject}>{words.subject}</td>
                <td className={classes.from}>{words.from}</td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Frame>
  );
}
