import { Button, PasswordInput, TextInput } from '@mantine/core';
import { signIn } from '@notelab/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Navigate, useNavigate, useSearch } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { call } from '../api/call.ts';
import { meQuery, setUpQuery } from '../api/queries.ts';
import { toOwnPath } from '../app/session.ts';
import { useTitle } from '../app/use-title.ts';
import { ErrorPanel } from '../theme/error-panel.tsx';
import classes from './entrance.module.css';
import { Entrance } from './entrance.tsx';
import { SampleSignIns } from './sample-sign-ins.tsx';

/** Sign in with e-mail and password, or with one click in a sample installation. */
export function SignInPage() {
  useTitle('Sign in');
  const next = toOwnPath(useSearch({ from: '/sign-in' }).next);
  const navigate = useNavigate();
  const client = useQueryClient();
  const setUp = useQuery(setUpQuery());
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState<string | null>(null);
  const [error, setError] = useState<unknown>(null);

  const enter = async (credentials: { email: string; password: string }) => {
    setBusy(credentials.email);
    setError(null);
    try {
      const me = await call(signIn, { body: credentials });
      client.clear();
      client.setQueryData(meQuery().queryKey, me);
      await navigate({ href: next, replace: true });
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(null);
    }
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    void enter({ email: email.trim(), password });
  };

  if (setUp.data?.needed) return <Navigate to="/set-up" replace />;
  return (
    <Entrance title="Sign in to Notelab">
      <form className={classes.form} onSubmit={submit}>
        <TextInput
          label="E-mail"
          type="email"
          autoComplete="username"
          autoFocus
          required
          withAsterisk={false}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
        />
        <PasswordInput
          label="Password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          visibilityToggleButtonProps={{ 'aria-label': 'Show the password', tabIndex: 0 }}
        />
        {error ? <ErrorPanel error={error} compact onRetry={() => void enter({ email, password })} /> : null}
        <Button type="submit" fullWidth loading={busy !== null && busy === email.trim()}>
          Sign in
        </Button>
      </form>
      <SampleSignIns samples={setUp.data?.samples ?? []} busyEmail={busy} onChoose={enter} />
    </Entrance>
  );
}
