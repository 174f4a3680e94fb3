import { Button, Skeleton } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { isProblem } from '../api/problem.ts';
import { invitationQuery, meQuery } from '../api/queries.ts';
import { useTitle } from '../app/use-title.ts';
import { ErrorPanel } from '../theme/error-panel.tsx';
import { roleWithArticle } from '../theme/role-words.ts';
import classes from './entrance.module.css';
import { Entrance } from './entrance.tsx';
import { JoinAsMe } from './join-as-me.tsx';
import { JoinAsNewUser } from './join-as-new-user.tsx';

/** Where an invitation link leads: join as who you are signed in as, or as somebody new. */
export function InvitationPage() {
  useTitle('Invitation');
  const { token } = useParams({ from: '/invitation/$token' });
  const invitation = useQuery({ ...invitationQuery(token), retry: false });
  const me = useQuery({ ...meQuery(), retry: false });

  if (invitation.error) {
    return (
      <Entrance title="Invitation">
        <div className={classes.form}>
          <ErrorPanel error={invitation.error} compact onRetry={() => void invitation.refetch()} />
          <Button variant="default" renderRoot={(props) => <Link to="/" {...props} />}>
            Go to Notelab
          </Button>
        </div>
      </Entrance>
    );
  }
  const signedOut = isProblem(me.error, 'not-signed-in');
  if (!invitation.data || (!me.data && !signedOut)) {
    return (
      <Entrance title="Invitation">
        <div className={classes.form}>
          <Skeleton height={20} />
          <Skeleton height={34} />
        </div>
      </Entrance>
    );
  }
  const { workspaceName, role, invitedBy } = invitation.data;
  return (
    <Entrance
      title={`Join ${workspaceName}`}
      lead={`${invitedBy} invites you to this workspace as ${roleWithArticle(role)}.`}
    >
      {me.data ? <JoinAsMe token={token} user={me.data.user} /> : <JoinAsNewUser token={token} />}
    </Entrance>
  );
}
