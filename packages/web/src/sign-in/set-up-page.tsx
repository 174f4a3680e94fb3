import { Button, TextInput } from '@mantine/core';
import { completeSetUp } from '@notelab/contract';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Navigate, useNavigate } from '@tanstack/react-router';
import { type FormEvent, useState } from 'react';
import { call } from '../api/call.ts';
import { fieldErrors } from '../api/problem.ts';
import { meQuery, setUpQuery } from '../api/queries.ts';
import { useTitle } from '../app/use-title.ts';
import { ErrorPanel } from '../theme/error-panel.tsx';
import classes from './entrance.module.css';
import { Entrance } from './entrance.tsx';
import { type NewUser, NewUserFields, withoutPrefix } from './new-user-fields.tsx';

/** The first page of an empty installation: makes its first admin and workspace. */
export function SetUpPage() {
  useTitle('Set up');
  const setUp = useQuery(setUpQuery());
  const navigate = useNavigate();
  const client = useQueryClient();
  const [user, setUser] = useState<NewUser>({ name: '', email: '', password: '' });
  const [workspaceName, setWorkspaceName] = useState('');
  const [busy, setBusy] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const errors = withoutPrefix(fieldErrors(error));

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      const me = await call(completeSetUp, { body: { ...user, workspaceName } });
      client.clear();
      client.setQueryData(meQuery().queryKey, me);
      await navigate({ to: '/', replace: true });
    } catch (thrown) {
      setError(thrown);
    } finally {
      setBusy(false);
    }
  };

  if (setUp.data && !setUp.data.needed && !busy) return <Navigate to="/sign-in" replace />;
  return (
    <Entrance title="Set up Notelab" lead="You become the first admin. You can invite your team afterwards.">
      <form className={classes.form} onSubmit={submit}>
        <TextInput
          label="Workspace name"
          placeholder="Acme Data"
          required
          withAsterisk={false}
          autoFocus
          maxLength={100}
          value={workspaceName}
          error={errors.workspaceName}
          onChange={(event) => setWorkspaceName(event.currentTarget.value)}
        />
        <NewUserFields value={user} onChange={setUser} errors={errors} />
        {error && Object.keys(errors).length === 0 ? <ErrorPanel error={error} compact /> : null}
        <Button type="submit" fullWidth loading={busy}>
          Create workspace
        </Button>
      </form>
    </Entrance>
  );
}
