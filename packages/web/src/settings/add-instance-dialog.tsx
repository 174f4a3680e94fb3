import { Button, TextInput } from '@mantine/core';
import { addInstance } from '@notelab/contract';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '../api/call.ts';
import { fieldErrors } from '../api/problem.ts';
import { instancesQuery, myInstancesQuery } from '../api/queries.ts';
import { CopyField } from '../theme/copy-field.tsx';
import { Dialog } from '../theme/dialog.tsx';
import { ErrorPanel } from '../theme/error-panel.tsx';
import { notifyDone } from '../theme/notify.ts';
import classes from './add-instance-dialog.module.css';
import { type Application, ApplicationFields } from './application-fields.tsx';

/** Adds a GitLab site: walks through making the OAuth application there, then takes its id and secret. */
export function AddInstanceDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const [url, setUrl] = useState('https://gitlab.com');
  const [application, setApplication] = useState<Application>({
    name: 'gitlab.com',
    clientId: '',
    clientSecret: '',
  });
  const [named, setNamed] = useState(false);
  const add = useMutation({
    mutationFn: () => call(addInstance, { body: { ...application, url: url.trim() } }),
    onSuccess: async (instance) => {
      await client.invalidateQueries({ queryKey: instancesQuery().queryKey });
      void client.invalidateQueries({ queryKey: myInstancesQuery().queryKey });
      notifyDone(`Added ${instance.name}. Everybody can now connect their account in Account Settings.`);
      onClose();
    },
  });
  const errors = fieldErrors(add.error);
  const changeUrl = (value: string) => {
    setUrl(value);
    if (!named) setApplication({ ...application, name: suggestName(value) });
  };
  return (
    <Dialog
      onClose={onClose}
      size={560}
      onSubmit={() => add.mutate()}
      title="Add a GitLab instance"
      footer={
        <>
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={add.isPending}>
            Add instance
          </Button>
        </>
      }
    >
      <TextInput
        label="Address"
        description="The start page of GitLab. It may lie under a path, such as https://example.com/gitlab."
        type="url"
        required
        withAsterisk={false}
        data-autofocus
        maxLength={500}
        value={url}
        error={errors.url}
        onChange={(event) => changeUrl(event.currentTarget.value)}
      />
      <Walkthrough url={url} />
      <ApplicationFields
        value={application}
        errors={errors}
        onChange={(value) => {
          if (value.name !== application.name) setNamed(true);
          setApplication(value);
        }}
      />
      {add.error && Object.keys(errors).length === 0 ? (
        <ErrorPanel error={add.error} compact onRetry={() => add.mutate()} />
      ) : null}
    </Dialog>
  );
}

/** How to make the application on GitLab's side. */
function Walkthrough({ url }: { url: string }) {
  const applications = applicationsPage(url);
  return (
    <div className={classes.walk}>
      <p className={classes.walkTitle}>On GitLab, make an application for Notelab</p>
      <ol className={classes.steps}>
        <li>
          Open{' '}
          {applications ? (
            <a href={applications} target="_blank" rel="noreferrer">
              Edit profile → Access → Applications
            </a>
          ) : (
            'Edit profile → Access → Applications'
          )}
          , or for everybody at once <em>Admin → Applications</em>.
        </li>
        <li>
          Give it a name, keep <em>Confidential</em> on, and enter this redirect address:
          <CopyField label="Redirect address" hideLabel value={redirectUrl()} />
        </li>
        <li>
          Select the scope <code>api</code>, save, and copy the application’s id and secret to the fields
          below.
        </li>
      </ol>
    </div>
  );
}

function applicationsPage(url: string): string | null {
  if (!/^https?:\/\/[^/\s]+/.test(url)) return null;
  return `${url.trim().replace(/\/+$/, '')}/-/user_settings/applications`;
}

/** Where GitLab sends people back to: the same for every instance. */
function redirectUrl(): string {
  return `${window.location.origin}/api/gitlab/callback`;
}

function suggestName(url: string): string {
  return url
    .trim()
    .replace(/^https?:\/\//, '')
    .replace(/\/+$/, '')
    .slice(0, 100);
}
