import { Button } from '@mantine/core';
import { signOut, type User } from '@notelab/contract';
import { useMutation } from '@tanstack/react-query';
import { call } from '../api/call.ts';
import { forgetKept } from '../project/live-notebook/kept-in-browser.ts';
import { ErrorPanel } from '../theme/error-panel.tsx';
import classes from './entrance.module.css';
import { useJoin } from './use-join.ts';

/** Joins as the signed-in user. */
export function JoinAsMe({ token, user }: { token: string; user: User }) {
  const join = useJoin(token);
  const leave = useMutation({
    mutationFn: () => call(signOut),
    onSuccess() {
      forgetKept();
      window.location.reload();
    },
  });
  const error = join.error ?? leave.error;
  return (
    <div className={classes.form}>
      {error ? <ErrorPanel error={error} compact /> : null}
      <Button fullWidth loading={join.isPending} onClick={() => join.mutate(undefined)}>
        Join as {user.name}
      </Button>
      <Button fullWidth variant="default" loading={leave.isPending} onClick={() => leave.mutate()}>
        I am not {user.email}
      </Button>
    </div>
  );
}
