import { Button } from '@mantine/core';
import { Link } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { fieldErrors } from '../api/problem.ts';
import { ErrorPanel } from '../theme/error-panel.tsx';
import classes from './entrance.module.css';
import { type NewUser, NewUserFields, withoutPrefix } from './new-user-fields.tsx';
import { useJoin } from './use-join.ts';

/** Joins as somebody who has no Notelab account yet, or leads to sign-in. */
export function JoinAsNewUser({ token }: { token: string }) {
  const join = useJoin(token);
  const [user, setUser] = useState<NewUser>({ name: '', email: '', password: '' });
  const errors = withoutPrefix(fieldErrors(join.error));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    join.mutate(user);
  };
  return (
    <form className={classes.form} onSubmit={submit}>
      <NewUserFields value={user} onChange={setUser} errors={errors} />
      {join.error && Object.keys(errors).length === 0 ? <ErrorPanel error={join.error} compact /> : null}
      <Button type="submit" fullWidth loading={join.isPending}>
        Create account and join
      </Button>
      <p className={classes.lead}>
        You have an account?{' '}
        <Link to="/sign-in" search={{ next: `/invitation/${token}` }}>
          Sign in
        </Link>
      </p>
    </form>
  );
}
