import { Button, Select } from '@mantine/core';
import { createInvitation, type Invitation, type Role, withdrawInvitation } from '@notelab/contract';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../api/call.ts';
import { invitationsQuery } from '../api/queries.ts';
import { useWorkspace } from '../app/workspace.ts';
import { CopyField } from '../theme/copy-field.tsx';
import { ErrorPanel, QueryErrorPanel } from '../theme/error-panel.tsx';
import { notifyProblem } from '../theme/notify.ts';
import { roleMeanings, roleNames, roleWithArticle } from '../theme/role-words.ts';
import { Row, Rows, RowsSkeleton } from '../theme/rows.tsx';
import { timeLeft } from '../theme/time-words.ts';
import { useNow } from '../theme/use-now.ts';
import classes from './invitations.module.css';

const roleChoices = Object.entries(roleNames).map(([value, label]) => ({ value, label }));

/** Makes invitation links and lists the open ones. */
export function Invitations() {
  const workspace = useWorkspace();
  const client = useQueryClient();
  const [role, setRole] = useState<Role>('editor');
  const invitations = useQuery(invitationsQuery(workspace.id));
  const make = useMutation({
    mutationFn: () => call(createInvitation, { params: { workspaceId: workspace.id }, body: { role } }),
    onSuccess: () => client.invalidateQueries({ queryKey: invitationsQuery(workspace.id).queryKey }),
  });
  return (
    <>
      <div className={classes.form}>
        <Select
          aria-label="Role of the invited person"
          data={roleChoices}
          value={role}
          allowDeselect={false}
          w={112}
          onChange={(value) => value && setRole(value as Role)}
        />
        <Button loading={make.isPending} onClick={() => make.mutate()}>
          Create invitation link
        </Button>
        <span className={classes.meaning}>{roleMeanings[role]}</span>
      </div>
      {make.error ? <ErrorPanel error={make.error} compact /> : null}
      {make.data?.url ? (
        <div className={classes.fresh} role="status">
          <CopyField label="Invitation link" value={make.data.url} />
          <p>
            For {roleWithArticle(make.data.role)}. Copy it now: it is shown only this once, because Notelab
            does not keep it.
          </p>
        </div>
      ) : null}
      <OpenInvitations invitations={invitations} />
    </>
  );
}

interface OpenInvitationsProps {
  invitations: { data: Invitation[] | undefined; error: unknown; refetch: () => unknown };
}

function OpenInvitations({ invitations }: OpenInvitationsProps) {
  if (invitations.data === undefined) {
    return invitations.error ? (
      <QueryErrorPanel query={invitations} />
    ) : (
      <RowsSkeleton count={1} height={58} />
    );
  }
  if (invitations.data.length === 0) return <p className={classes.none}>No open invitation links.</p>;
  return (
    <Rows label="Open invitation links">
      {invitations.data.map((invitation) => (
        <InvitationRow key={invitation.id} invitation={invitation} />
      ))}
    </Rows>
  );
}

function InvitationRow({ invitation }: { invitation: Invitation }) {
  const workspace = useWorkspace();
  const client = useQueryClient();
  const now = useNow();
  const withdraw = useMutation({
    mutationFn: () =>
      call(withdrawInvitation, { params: { workspaceId: workspace.id, invitationId: invitation.id } }),
    onSuccess: () => client.invalidateQueries({ queryKey: invitationsQuery(workspace.id).queryKey }),
    onError: notifyProblem,
  });
  return (
    <Row
      title={`Link for ${roleWithArticle(invitation.role)}`}
      detail={`by ${invitation.invitedBy} · ends ${timeLeft(invitation.expiresAt, now)}`}
      end={
        <Button variant="default" loading={withdraw.isPending} onClick={() => withdraw.mutate()}>
          Withdraw
        </Button>
      }
    />
  );
}
