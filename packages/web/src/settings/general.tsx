import { Button, TextInput } from '@mantine/core';
import { DisplayName, renameWorkspace } from '@notelab/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { type FormEvent, useState } from 'react';
import { call } from '../api/call.ts';
import { meQuery } from '../api/queries.ts';
import { useRole, useWorkspace } from '../app/workspace.ts';
import { ErrorPanel } from '../theme/error-panel.tsx';
import { notifyDone } from '../theme/notify.ts';
import { Page, PageSection } from '../theme/page.tsx';
import classes from './general.module.css';
import { LeaveWorkspace } from './leave-workspace.tsx';
import { useAdminNames } from './use-admin-names.ts';

/** The workspace itself: its name, and the way out of it. */
export function General() {
  const workspace = useWorkspace();
  return (
    <Page title="General" narrow>
      <PageSection title="Workspace name">
        <RenameForm key={workspace.id} />
      </PageSection>
      <PageSection
        title="Leave"
        lead="You lose access to the workspace’s projects. An admin can invite you again."
      >
        <LeaveWorkspace />
      </PageSection>
    </Page>
  );
}

function RenameForm() {
  const workspace = useWorkspace();
  const { isAdmin } = useRole();
  const admins = useAdminNames();
  const client = useQueryClient();
  const [name, setName] = useState(workspace.name);
  const [reason, setReason] = useState<string | null>(null);
  const rename = useMutation({
    mutationFn: (wanted: string) =>
      call(renameWorkspace, { params: { workspaceId: workspace.id }, body: { name: wanted } }),
    onSuccess: (renamed) => {
      client.setQueryData(
        meQuery().queryKey,
        (me) =>
          me && { ...me, workspaces: me.workspaces.map((one) => (one.id === renamed.id ? renamed : one)) },
      );
      setName(renamed.name);
      notifyDone('The workspace has its new name');
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const parsed = DisplayName.safeParse(name);
    if (parsed.success) rename.mutate(parsed.data);
    else setReason(parsed.error.issues[0]?.message ?? 'This name cannot be used.');
  };
  return (
    <form onSubmit={submit} className={classes.form} noValidate>
      <TextInput
        aria-label="Workspace name"
        className={classes.name}
        value={name}
        readOnly={!isAdmin}
        error={reason}
        maxLength={100}
        description={isAdmin ? undefined : `Only admins can rename it. ${admins ? `Ask ${admins}.` : ''}`}
        onChange={(event) => {
          setName(event.currentTarget.value);
          setReason(null);
        }}
      />
      {isAdmin ? (
        <Button type="submit" loading={rename.isPending} disabled={name.trim() === workspace.name}>
          Rename
        </Button>
      ) : null}
      {rename.error ? <ErrorPanel error={rename.error} compact /> : null}
    </form>
  );
}
