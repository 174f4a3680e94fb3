import { Button } from '@mantine/core';
import {
  type InstanceForUser,
  type OfferedAccount,
  refuseOfferedAccount,
  takeOfferedAccount,
} from '@notelab/contract';
import { IconArrowRight } from '@tabler/icons-react';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { myInstancesQuery } from '../../api/queries.ts';
import { LossList } from '../../theme/confirm-dialog.tsx';
import { Dialog } from '../../theme/dialog.tsx';
import { ErrorPanel } from '../../theme/error-panel.tsx';
import { notifyDone } from '../../theme/notify.ts';
import { PersonPicture } from '../../theme/person-picture.tsx';
import { accountUseQuery } from './account-use-query.ts';
import classes from './offered-account-dialog.module.css';
import { toLosses } from './use-losses.ts';

interface OfferedAccountDialogProps {
  instance: InstanceForUser;
  offered: OfferedAccount;
}

/** GitLab let somebody else in than who was connected: asks who it is to be before anything of the old is lost. */
export function OfferedAccountDialog({ instance, offered }: OfferedAccountDialogProps) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const use = useQuery(accountUseQuery(instance.id));
  const [busy, setBusy] = useState<'stay' | 'become' | null>(null);
  const [error, setError] = useState<unknown>(null);
  const { account } = instance;
  if (!account) return null;
  const losses = toLosses(use.data ?? [], offered.username).filter(({ items }) => items.length > 0);

  const decide = async (choice: 'stay' | 'become') => {
    setBusy(choice);
    setError(null);
    const params = { instanceId: instance.id };
    try {
      if (choice === 'become') await call(takeOfferedAccount, { params });
      else await call(refuseOfferedAccount, { params });
      notifyDone(
        choice === 'become'
          ? `You are @${offered.username} on ${instance.name} now.`
          : `You are still @${account.username} on ${instance.name}.`,
      );
      await navigate({ to: '.', search: (search) => ({ ...search, gitlab: undefined }), replace: true });
      await client.invalidateQueries({ queryKey: myInstancesQuery().queryKey });
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(null);
    }
  };

  return (
    <Dialog
      title={`You were @${account.username}, now @${offered.username}`}
      onClose={() => void decide('stay')}
      footer={
        <>
          <Button
            variant="default"
            data-autofocus
            loading={busy === 'stay'}
            disabled={busy === 'become'}
            onClick={() => void decide('stay')}
          >
            Stay @{account.username}
          </Button>
          <Button
            loading={busy === 'become'}
            disabled={busy === 'stay' || use.isPending}
            onClick={() => void decide('become')}
          >
            Become @{offered.username}
          </Button>
        </>
      }
    >
      <div className={classes.people}>
        <Person {...account} />
        <IconArrowRight size={18} className={classes.arrow} aria-hidden />
        <Person {...offered} />
      </div>
      <p className={classes.words}>
        {instance.name} has just let you in as <b>@{offered.username}</b>, and you were connected as{' '}
        <b>@{account.username}</b>. Nothing has changed yet. Who stays is whose name your commits, pushes and
        merge requests carry, and whose rights they have.
      </p>
      {losses.length > 0 ? (
        <>
          <p className={classes.words}>If you become @{offered.username}:</p>
          {losses.map((loss) => (
            <LossList key={loss.title} loss={loss} />
          ))}
        </>
      ) : null}
      {error || use.error ? <ErrorPanel error={error ?? use.error} compact /> : null}
    </Dialog>
  );
}

function Person({ username, name, avatarUrl }: Pick<OfferedAccount, 'username' | 'name' | 'avatarUrl'>) {
  return (
    <div className={classes.person}>
      <PersonPicture name={username} src={avatarUrl} size={30} />
      <div className={classes.names}>
        <span className={classes.username}>@{username}</span>
        <span className={classes.name}>{name}</span>
      </div>
    </div>
  );
}
