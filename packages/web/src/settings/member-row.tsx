import { Button, Select } from '@mantine/core';
import { changeMemberRole, type Member, type Role, removeMember } from '@notelab/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../api/call.ts';
import { membersQuery, meQuery } from '../api/queries.ts';
import { useMe, useRole, useWorkspace } from '../app/workspace.ts';
import { Chip } from '../theme/chip.tsx';
import { ConfirmDialog } from '../theme/confirm-dialog.tsx';
import { notifyDone, notifyProblem } from '../theme/notify.ts';
import { PersonPicture } from '../theme/person-picture.tsx';
import { roleNames } from '../theme/role-words.ts';
import { Row } from '../theme/rows.tsx';

const roleChoices = Object.entries(roleNames).map(([value, label]) => ({ value, label }));

/** One member; admins change the role and remove here. */
export function MemberRow({ member }: { member: Member }) {
  const { user, role } = member;
  const { isAdmin } = useRole();
  const workspace = useWorkspace();
  const me = useMe();
  const client = useQueryClient();
  const [removing, setRemoving] = useState(false);
  const isMe = user.id === me.user.id;

  const refresh = async () => {
    await client.invalidateQueries({ queryKey: membersQuery(workspace.id).queryKey });
    if (isMe) await client.invalidateQueries({ queryKey: meQuery().queryKey });
  };
  const change = useMutation({
    mutationFn: (wanted: Role) =>
      call(changeMemberRole, {
        params: { workspaceId: workspace.id, userId: user.id },
        body: { role: wanted },
      }),
    onSuccess: refresh,
    onError: notifyProblem,
  });
  const remove = async () => {
    await call(removeMember, { params: { workspaceId: workspace.id, userId: user.id } });
    await refresh();
    notifyDone(`${user.name} is no longer a member`);
  };

  return (
    <>
      <Row
        front={<PersonPicture name={user.name} size={30} />}
        title={user.name}
        detail={user.email}
        chips={isMe ? <Chip>you</Chip> : null}
        end={
          isAdmin ? (
            <>
              <Select
                aria-label={`Role of ${user.name}`}
                data={roleChoices}
                value={change.isPending ? (change.variables ?? role) : role}
                onChange={(value) => value && value !== role && change.mutate(value as Role)}
                disabled={change.isPending}
                allowDeselect={false}
                w={112}
              />
              {isMe ? (
                <span style={{ width: 82 }} />
              ) : (
                <Button
                  variant="default"
                  w={82}
                  aria-label={`Remove ${user.name}`}
                  onClick={() => setRemoving(true)}
                >
                  Remove
                </Button>
              )}
            </>
          ) : (
            roleNames[role]
          )
        }
      />
      <ConfirmDialog
        opened={removing}
        onClose={() => setRemoving(false)}
        title={`Remove ${user.name}?`}
        confirmLabel="Remove"
        onConfirm={remove}
      >
        <p>
          {user.name} no longer sees the workspace’s projects, and their git actions and terminals end at
          once. What they made stays.
        </p>
      </ConfirmDialog>
    </>
  );
}
