import { Button } from '@mantine/core';
import type { Member, Terminal } from '@notelab/contract';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { membersQuery } from '../../api/queries.ts';
import { useMe, useWorkspace } from '../../app/workspace.ts';
import { Chip } from '../../theme/chip.tsx';
import { Dialog } from '../../theme/dialog.tsx';
import { ErrorPanel } from '../../theme/error-panel.tsx';
import { PersonPicture } from '../../theme/person-picture.tsx';
import { PickOne } from '../../theme/pick-one.tsx';
import classes from './terminals.module.css';
import { useTerminalActions } from './use-terminal-actions.ts';

interface HandOverDialogProps {
  terminal: Terminal;
  onClose: () => void;
}

/** Chooses who types in the owner's place, and says what that means for git. */
export function HandOverDialog({ terminal, onClose }: HandOverDialogProps) {
  const { user } = useMe();
  const { id: workspaceId } = useWorkspace();
  const members = useQuery(membersQuery(workspaceId));
  const { share, letType } = useTerminalActions(terminal);
  const [chosen, setChosen] = useState<Member | null>(null);
  const [search, setSearch] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);

  const others = (members.data ?? []).filter((member) => {
    return member.role !== 'viewer' && member.user.id !== user.id;
  });
  const found = others.filter((member) => member.user.name.toLowerCase().includes(search.toLowerCase()));
  const isWatching = (member: Member) => terminal.watchers.some(({ id }) => id === member.user.id);

  const handOver = async () => {
    if (!chosen) return;
    setBusy(true);
    setError(null);
    try {
      if (!terminal.shared) await share(true);
      await letType(chosen.user.id);
      onClose();
    } catch (thrown) {
      setBusy(false);
      setError(thrown);
    }
  };

  return (
    <Dialog
      title={`Let somebody else type in ${terminal.name}`}
      onClose={onClose}
      onSubmit={() => void handOver()}
      footer={
        <>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={!chosen} loading={busy}>
            {chosen ? `Let ${chosen.user.name} type` : 'Let type'}
          </Button>
        </>
      }
    >
      <div className={classes.dialogWords}>
        <p>
          Only they type then, and others of the project can watch. Until you take the terminal back, git has
          no access to GitLab in it: nobody else can act as you there.
        </p>
        <p>Taking it back ends what runs in it and starts a fresh shell.</p>
      </div>
      <PickOne
        label="Who types"
        placeholder="Choose an editor"
        items={found}
        value={chosen}
        keyOf={(member) => member.user.id}
        render={(member) => (
          <span className={classes.person}>
            <PersonPicture name={member.user.name} size={20} />
            {member.user.name}
            {isWatching(member) ? <Chip tone="info">watching</Chip> : null}
          </span>
        )}
        onChoose={setChosen}
        search={search}
        onSearch={setSearch}
        searchLabel="Search members"
        loading={members.isPending}
        nothing={others.length === 0 ? 'Nobody else in the workspace may edit.' : 'No editor has this name.'}
      />
      {members.error ? (
        <ErrorPanel error={members.error} compact onRetry={() => void members.refetch()} />
      ) : null}
      {error ? <ErrorPanel error={error} compact /> : null}
    </Dialog>
  );
}
