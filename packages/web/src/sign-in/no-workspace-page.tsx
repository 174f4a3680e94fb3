import { Button } from '@mantine/core';
import { signOut } from '@notelab/contract';
import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../api/call.ts';
import { meQuery } from '../api/queries.ts';
import { NewWorkspaceDialog } from '../app/new-workspace-dialog.tsx';
import { useTitle } from '../app/use-title.ts';
import { forgetKept } from '../project/live-notebook/kept-in-browser.ts';
import classes from './entrance.module.css';
import { Entrance } from './entrance.tsx';

/** For somebody who is signed in but a member of nothing. */
export function NoWorkspacePage() {
  useTitle('No workspace');
  const { data: me } = useQuery(meQuery());
  const navigate = useNavigate();
  const [making, setMaking] = useState(false);
  const leave = async () => {
    await call(signOut);
    forgetKept();
    window.location.assign('/sign-in');
  };
  return (
    <Entrance
      title="You are in no workspace"
      lead={`Signed in as ${me?.user.email ?? ''}. Ask an admin for an invitation link, or make a workspace of your own.`}
    >
      <div className={classes.form}>
        <Button onClick={() => setMaking(true)}>New workspace</Button>
        <Button variant="default" onClick={leave}>
          Sign out
        </Button>
      </div>
      {making ? (
        <NewWorkspaceDialog
          onClose={() => setMaking(false)}
          onCreated={(workspaceId) =>
            void navigate({ to: '/w/$workspaceId/projects', params: { workspaceId } })
          }
        />
      ) : null}
    </Entrance>
  );
}
